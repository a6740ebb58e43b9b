"""Answers that need not be made again: conditional requests, the page cache, the response cache.

A public page depends on its address, the published version, the day and the release of the
code. A digest of these is its ETag, and every cache here asks for a page by it, so no cached
page is ever stale and nobody invalidates anything. Three steps, each asked before the next:

1. ``response_cache``, around Django: the last answers of this process, as bytes;
2. ``middleware``, in Django: 304 to a reader who has the page, else
3. ``page_cache``, in Django's cache, so for all processes (with Redis, all machines).

Before any of them answers, what is scheduled and due is published: ``due_publications``.

What a view may return to be cached is in ``responses``, what goes into keys in ``keys``.

HTTP's own rules are shared by pages, archives and static files: ``preconditions``, ``ranges``,
``encodings``. An archive, which is a file as it is, is answered by ``downloads``.
"""
