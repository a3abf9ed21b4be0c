"""The four folders of a workspace and the files beside them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.store.vault import Vault


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where a station's work lives: scripts/ episodes/ audio/ feeds/, studio.toml and the database."""

    root: Path

    @property
    def scripts(self) -> Path:
        """The editors' folder: templates, word lists, clocks."""
        return self.root / "scripts"

    @property
    def episodes(self) -> Path:
        """One readable folder an edition."""
        return self.root / "episodes"

    @property
    def library(self) -> Path:
        """Named jingles, beds and stings."""
        return self.root / "audio" / "library"

    @property
    def vault(self) -> Vault:
        """Every take and master by its digest."""
        return Vault(self.root / "audio" / "vault")

    @property
    def cache(self) -> Path:
        """Sound that can be made again."""
        return self.root / "audio" / "cache"

    @property
    def feeds(self) -> Path:
        """What is published."""
        return self.root / "feeds"

    @property
    def lock(self) -> Path:
        """Held by the one command that builds."""
        return self.root / ".studio.lock"

    def database_url(self, configured: str) -> str:
        """The configured database, or SQLite inside the workspace."""
        return configured or f"sqlite:///{self.root / 'studio.db'}"
