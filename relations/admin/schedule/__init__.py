"""Publishing and withdrawing at a time: the forms, the page of what is scheduled, its queues."""
