"""The data brief: two pages about a region's sectors, as PDF and as a Word document. Pure: what it says is handed in."""
