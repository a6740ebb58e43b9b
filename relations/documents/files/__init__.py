"""A document as a text file, and a reference as a folder of them."""
