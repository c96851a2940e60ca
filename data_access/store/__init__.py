"""The store of facts: files of places, forces and months."""
