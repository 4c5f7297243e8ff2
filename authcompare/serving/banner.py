"""What is printed once the site answers."""

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table

from authcompare.serving.demo_cast import ADMINISTRATOR

console = Console(highlight=False, soft_wrap=True)


def show(site: str, cast: Mapping[str, str]) -> None:
    table = Table.grid(padding=(0, 3))
    table.add_row("[bold]authcompare[/]", f"[bold cyan]{site}/[/]")
    table.add_row("Admin", f"{site}/admin/")
    table.add_row("API", f"{site}/api/docs/")
    for name, password in cast.items():
        role = "administrator" if name == ADMINISTRATOR else "user"
        table.add_row(f"Demo {role}", f"{name}  {password}")
    console.print()
    console.print(table)
    console.print("\nCtrl-C ends it.\n", style="dim")


def say(line: str) -> None:
    console.print(line, style="dim", markup=False)
