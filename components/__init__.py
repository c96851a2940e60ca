"""Facts made visible: sentences, tables, figures, maps, cards, and the frame that every page opens."""
