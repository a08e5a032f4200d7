"""The help page: what may be typed, which keys there are, how a program asks."""

from __future__ import annotations

from flask import Blueprint, render_template, request

blueprint = Blueprint("help", __name__)


@blueprint.get("/help")
def show() -> str:
    return render_template("help.html", site=request.host_url.rstrip("/"))
