"""The studio: an aide's whole work in the browser, over the same folder of plain files."""
