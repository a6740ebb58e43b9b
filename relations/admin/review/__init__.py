"""Review in the admin: the page a reviewer reads, what forms say of a review, and the queues."""
