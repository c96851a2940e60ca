"""How it is drawn: pure charts, maps, pictures and tables out of facts."""
