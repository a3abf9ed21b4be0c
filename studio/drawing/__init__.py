"""Drawing: a picture as boxes, areas, lines and words, and as SVG."""
