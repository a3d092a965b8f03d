"""The command `kg`: each command is a few lines over a call of the library, imported when it is called."""

from __future__ import annotations

import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from kg import __version__
from kg.cli.common import INTERRUPTED, SOME_FAILED, UNUSABLE, Echo, complain
from kg.errors import KGError

COMMANDS: dict[str, str] = {
    "add": "kg.cli.reading:add",
    "extract": "kg.cli.reading:extract",
    "remove": "kg.cli.reading:remove",
    "query": "kg.cli.asking:query",
    "show": "kg.cli.asking:show",
    "path": "kg.cli.asking:path",
    "why": "kg.cli.asking:why",
    "articles": "kg.cli.asking:articles",
    "stats": "kg.cli.asking:stats",
    "validate": "kg.cli.asking:validate",
    "view": "kg.cli.drawing:view",
    "export": "kg.cli.drawing:export",
    "eval": "kg.cli.measuring:evaluate",
}
"""Every command with the module and the name of its function, in the order of `kg --help`."""


class Commands(click.Group):
    """A group that imports a command when it is called, and tells errors in one line."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command = getattr(importlib.import_module(module), name)
        assert isinstance(command, click.Command)
        return command

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "kg",
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run a command and leave with its exit code: 0 done, 1 some inputs failed, 2 unusable, 130 interrupted."""
        log = logging.getLogger("kg")
        log.handlers = [Echo()]
        log.propagate = False
        log.setLevel(logging.WARNING)
        if not logging.root.handlers:
            # without any handler, Python would print the libraries' warnings on stderr among ours
            logging.root.addHandler(logging.NullHandler())
        sys.exit(self._run(args, prog_name, complete_var, extra))

    def _run(
        self, args: Sequence[str] | None, prog_name: str | None, complete_var: str | None, extra: dict[str, Any]
    ) -> int:
        try:
            code = super().main(args, prog_name, complete_var, standalone_mode=False, **extra)
            sys.stdout.flush()
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            return UNUSABLE
        except click.ClickException as error:
            context = getattr(error, "ctx", None)
            place = f" (see {context.command_path} --help)" if context else ""
            complain(error.format_message().rstrip(".") + place)
            return UNUSABLE
        except click.Abort:
            complain("interrupted; what was finished is kept")
            return INTERRUPTED
        except BrokenPipeError:
            # the reader of our output (head, less) has left: nobody to tell, and nothing more to flush at exit
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return SOME_FAILED
        except KGError as error:
            return self._trouble(error, str(error), UNUSABLE)
        except Exception as error:  # the last resort: a bug, or the machine's trouble (disk full, no memory)
            hint = "set KG_DEBUG=1 for details"
            return self._trouble(error, f"{type(error).__name__}: {error} ({hint})", SOME_FAILED)
        return code if isinstance(code, int) else 0

    def _trouble(self, error: Exception, message: str, code: int) -> int:
        if os.environ.get("KG_DEBUG") == "1":
            import traceback

            traceback.print_exception(error)
        complain(message)
        return code


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Spanish geopolitical news → a knowledge graph of sourced claims that can be questioned.

    \b
    Example:
      kg add seeds/
      kg query "SELECT ?who WHERE { ?who gp:suppliesArmsTo id:RUS }"
      kg view
    """
