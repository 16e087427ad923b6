"""The core: what is asked, how it is judged, what is said next. No I/O and no clock."""
