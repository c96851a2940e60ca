"""What the project itself knows and keeps by hand: forces, categories, gaps, local facts."""
