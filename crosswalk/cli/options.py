"""Options that all verbs share."""

from pathlib import Path

import typer


def workspace_folder(context: typer.Context) -> Path | None:
    """The folder that `--workspace` names; None where the call names none."""
    folder: Path | None = context.find_root().params["workspace"]
    return folder
