"""The palette (Analysis Function colours, on white): never red against green.

Source: https://analysisfunction.civilservice.gov.uk/policy-store/data-visualisation-colours-in-charts/
"""

INK = "#1b1f23"
GREY = "#5c6670"
RULE = "#d5dae0"
ACCENT = "#1d4f91"
PLACE = "#12436D"
USUAL = "#A8B3BD"
EXPECTED = "#3D3D3D"
UNUSUAL = "#801650"
# Three classes of one hue, each outlined, for cells of the map.
CLASSES = ("#C9DAEA", "#6BA3CE", "#12436D")
