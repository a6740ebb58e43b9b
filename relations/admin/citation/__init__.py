"""A source and a place in it, made from a pasted citation inside the form that cites them."""
