"""What is typed in a form is stored before it is saved, and offered when the form is opened again."""
