"""The committee's packet: every text, path, permission and field in one document that provably equals what runs.

It is made of the code and its data alone, with no token, no network and no person's data. What no file of the program
can know stands in `site.toml` and `packet.toml`; what is missing there is printed as missing, and nothing is invented.
"""
