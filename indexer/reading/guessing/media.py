"""What papers, agencies, stations and sites are called: the ends of their names, as regular expressions."""

PAPERS = "日报|晚报|晨报|早报|午报|时报|商报|导报|周报|画报|电讯报|都市报|青年报"
"""Ends that only names of newspapers have, for there are reports of many other kinds: 简报, 年报, 通报."""

MEDIA = f"{PAPERS}|青报|报|周刊|杂志|通讯社|社|新闻网|网站|网|电视台|总台|客户端"
MEDIA += "|海外版|公众号|微博|频道|在线|之声"
"""Ends of the names of whatever publishes; the longer ones first."""

OWN = ("本报", "本刊", "本网", "本台", "本社")
"""How a medium calls itself."""
