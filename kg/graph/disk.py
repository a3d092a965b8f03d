"""Where the quads lie: in memory, or in a folder that many may read and one at a time may write.

The folder: `kg-store.json` (format), `lock` (held shared by readers, alone by a writer; its content changes with every
write, so that readers know when to open anew), `queue` (held while waiting for `lock`, so that a stream of readers
cannot keep a writer out), `oxigraph/` (the quads).
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, cast

import portalocker
import pyoxigraph as ox

from kg.config import PREFIXES
from kg.errors import GraphError, QueryError, StoreBusyError
from kg.graph import sparql, worker
from kg.graph.results import QueryResult
from kg.graph.terms import Graph, Quad, Term

FORMAT = 1
"""Version of the folder's layout and of the quads' form."""

PATIENCE = 10.0
"""Seconds to wait for a lock: a write of one article takes well under one."""

_DESCRIPTION, _LOCK, _QUEUE, _QUADS, _DRAFT, _NEW = (
    "kg-store.json",
    "lock",
    "queue",
    "oxigraph",
    "kg-store.json.new",
    "oxigraph.new",
)

Fill = Callable[[ox.Store], None]
"""What puts the first quads into a new store."""


class Quads:
    """The quads within one read or write. Everything is given as lists, so that nothing keeps the files open.

    `place` is the folder that messages name. All methods raise `GraphError` where its files are damaged.
    """

    def __init__(self, store: ox.Store, place: Path | None = None) -> None:
        self._store: ox.Store | None = store
        self._place = place

    @property
    def store(self) -> ox.Store:
        """The store itself, for those who let go of it before the context ends."""
        if self._store is None:
            raise GraphError("the read or write has ended: start a new one")
        return self._store

    def match(
        self,
        subject: ox.NamedNode | None = None,
        predicate: ox.NamedNode | None = None,
        object: ox.NamedNode | ox.Literal | None = None,
        graph: Graph | None = None,
    ) -> list[Quad]:
        """The quads of a pattern; None matches anything."""
        with _guarded(self._place):
            return cast(list[Quad], list(self.store.quads_for_pattern(subject, predicate, object, graph)))

    def select(self, query: str, **bindings: ox.NamedNode | ox.Literal) -> list[ox.QuerySolution]:
        """The answers to one of our own SELECT queries, over the graphs that it names."""
        substitutions: dict[ox.Variable, Term] = {ox.Variable(name): value for name, value in bindings.items()}
        with _guarded(self._place):
            solutions = self.store.query(query, prefixes=PREFIXES, substitutions=substitutions)
            assert isinstance(solutions, ox.QuerySolutions)
            return list(solutions)

    def evaluate(self, asked: worker.Request) -> QueryResult:
        """The answer to a user's checked query."""
        return sparql.result(*worker.evaluate(self.store, asked))

    def update(self, text: str) -> None:
        """One SPARQL update: all of its operations happen, or none."""
        with _guarded(self._place):
            self.store.update(text)

    def close(self) -> None:
        """Let go of the store, so that its files close."""
        self._store = None


@contextlib.contextmanager
def _guarded(place: Path | None) -> Iterator[None]:
    """Say what it means when the files of a store cannot be opened, read or written."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        message = " ".join(str(error).split())
        if "lock" in message.lower():
            raise StoreBusyError(
                f"{place} is held by a program that is not kg (an Oxigraph server?): end it, then try again"
            ) from error
        raise GraphError(
            f"the store at {place} is damaged or out of space ({message}): "
            "make room, restore a copy, or delete the folder and add the articles again"
        ) from error


class Backend(Protocol):
    """What `Store` needs of the place where its quads lie."""

    def reading(self) -> contextlib.AbstractContextManager[Quads]:
        """The quads, unchanged while the context lasts."""

    def holding(self) -> contextlib.AbstractContextManager[Quads]:
        """As `reading`, for long: reads within share it."""

    def writing(self) -> contextlib.AbstractContextManager[Quads]:
        """The quads, for one writer; each `update` or `extend` within is a transaction."""

    def query(self, asked: worker.Request, timeout: float | None) -> QueryResult:
        """The answer to a checked query, within the deadline if one is given."""

    def close(self) -> None:
        """Let go of all files."""


class Memory:
    """Quads in memory, gone with the process."""

    def __init__(self, fill: Fill) -> None:
        store = ox.Store()
        fill(store)
        self._quads = Quads(store)
        self._turn = threading.RLock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Quads]:
        """See `Backend`; a reader in another thread may see a later state."""
        yield self._quads

    holding = reading

    @contextlib.contextmanager
    def writing(self) -> Iterator[Quads]:
        """See `Backend`."""
        with self._turn:
            yield self._quads

    def query(self, asked: worker.Request, timeout: float | None) -> QueryResult:
        """See `Backend`; at a deadline the caller is freed, but the query's thread runs on to its end."""
        if timeout is None:
            return self._quads.evaluate(asked)
        return sparql.run_in_thread(self._quads.store, asked, timeout)

    def close(self) -> None:
        """Nothing is held."""


class Disk:
    """Quads in a folder. Locks are held for single reads and writes only, so that readers and writers take turns."""

    def __init__(self, path: Path, fill: Fill, *, read_only: bool, patience: float = PATIENCE) -> None:
        """Check the folder; a writer's may be missing or empty and is made by the first write.

        Raises `GraphError` where a reader's folder is no store, or the folder holds something else.
        """
        self._path, self._fill, self._read_only, self._patience = path, fill, read_only, patience
        self._mutex = threading.Lock()
        self._handle: tuple[bytes, Quads] | None = None
        self._held: tuple[Quads, BinaryIO | None] | None = None
        self._check()

    def _check(self) -> bool:
        """Whether there is a store; raises where there is something else, or nothing for a reader."""
        description = self._path / _DESCRIPTION
        try:
            found = json.loads(description.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            if self._path.exists() and (
                not self._path.is_dir() or set(os.listdir(self._path)) - {_LOCK, _QUEUE, _DRAFT}
            ):
                raise GraphError(
                    f"{self._path} is no kg store (it has no {_DESCRIPTION}): name another folder"
                ) from None
            if self._read_only:
                raise GraphError(f"no store at {self._path}: add an article first: kg add …") from None
            return False
        except (OSError, ValueError) as error:
            raise GraphError(f"{description} cannot be read ({error}): restore it, or use another folder") from error
        version = found.get("format") if isinstance(found, dict) else None
        if version != FORMAT:
            raise GraphError(
                f"{self._path} has format {version}, this kg reads format {FORMAT}: use the kg that made it, "
                "or add the articles to a new folder"
            )
        return True

    @contextlib.contextmanager
    def reading(self) -> Iterator[Quads]:
        """See `Backend`. Raises `StoreBusyError` where a writer does not end in time, `GraphError` for broken files."""
        if self._held is not None:
            yield self._held[0]
        elif not self._check():
            yield self._empty()
        else:
            with self._locked(portalocker.LockFlags.SHARED) as lock:
                yield self._opened(lock)

    @contextlib.contextmanager
    def holding(self) -> Iterator[Quads]:
        """See `Backend`; writers wait until it ends, so end it before a write of one's own."""
        if not self._check():
            yield self._empty()
            return
        with self._locked(portalocker.LockFlags.SHARED) as lock:
            quads = self._opened(lock)
            self._held = quads, lock
            try:
                yield quads
            finally:
                self._held = None

    def _empty(self) -> Quads:
        store = ox.Store()
        self._fill(store)
        return Quads(store)

    def _opened(self, lock: BinaryIO | None) -> Quads:
        stamp = lock.read() if lock is not None else b""
        with self._mutex:
            if self._handle is None or self._handle[0] != stamp:
                self._handle = None
                if not (self._path / _QUADS).exists():  # its first writer was killed
                    return self._empty()
                with _guarded(self._path):
                    store = ox.Store.read_only(str(self._path / _QUADS))
                self._handle = (stamp, Quads(store, self._path))
            return self._handle[1]

    @contextlib.contextmanager
    def writing(self) -> Iterator[Quads]:
        """See `Backend`. Raises `StoreBusyError` where others do not end in time, `GraphError` for broken files."""
        if self._read_only:
            raise GraphError(f"the store at {self._path} was opened for reading only: open it without read_only")
        self._check()
        try:
            self._path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise GraphError(f"{self._path} cannot be made ({error.strerror}): name another folder") from error
        with self._locked(portalocker.LockFlags.EXCLUSIVE) as lock:
            assert lock is not None
            with self._mutex:
                self._handle = None
            # Before the write: a writer that dies midway must not leave readers with handles from before it.
            lock.seek(0)
            lock.truncate()
            lock.write(f"{os.getpid()} {time.time_ns()}\n".encode())
            lock.flush()
            with _guarded(self._path):
                self._make()
                quads = Quads(ox.Store(str(self._path / _QUADS)), self._path)
            try:
                yield quads
            finally:
                quads.close()
                self._sweep()

    def _make(self) -> None:
        """Make what the folder lacks, so that a kill at any moment leaves a whole store, or an empty one."""
        description, draft, quads = (self._path / name for name in (_DESCRIPTION, _DRAFT, _QUADS))
        if not description.exists():
            draft.write_text(json.dumps({"format": FORMAT, "made_by": "kg"}) + "\n", encoding="utf-8")
            draft.replace(description)
        if not quads.exists():
            new = self._path / _NEW
            if new.exists():
                shutil.rmtree(new)
            store = ox.Store(str(new))
            self._fill(store)
            store.flush()
            del store
            new.rename(quads)

    def _sweep(self) -> None:
        """Each opening leaves a log file behind: remove the old ones."""
        for log in (self._path / _QUADS).glob("LOG.old.*"):
            log.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _locked(self, flag: portalocker.LockFlags) -> Iterator[BinaryIO | None]:
        """Hold the lock; None where a reader needs none, since the folder cannot be written to."""
        deadline = time.monotonic() + self._patience
        with contextlib.ExitStack() as held:
            lock = self._lock_file(_LOCK, flag)
            if lock is None:
                yield None
                return
            held.enter_context(lock)
            with self._lock_file(_QUEUE, flag) or contextlib.nullcontext() as queue:
                if queue is not None:
                    self._acquire(queue, flag, deadline)
                self._acquire(lock, flag, deadline)
            yield lock

    def _acquire(self, file: BinaryIO, flag: portalocker.LockFlags, deadline: float) -> None:
        while True:
            try:
                portalocker.lock(file, flag | portalocker.LockFlags.NON_BLOCKING)
                return
            except portalocker.LockException as error:
                if time.monotonic() > deadline:
                    raise StoreBusyError(
                        f"another process holds the store at {self._path}: wait for it to end, then try again"
                    ) from error
                time.sleep(0.01)

    def _lock_file(self, name: str, flag: portalocker.LockFlags) -> BinaryIO | None:
        """An open lock file; None for a reader of a folder that cannot be written to (nobody writes there)."""
        path = self._path / name
        try:
            if flag is portalocker.LockFlags.SHARED and path.exists():
                return path.open("rb")
            return open(os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b")
        except OSError as error:
            if flag is portalocker.LockFlags.SHARED:
                return None
            raise GraphError(f"{path} cannot be written ({error.strerror}): check the folder's rights") from error

    def query(self, asked: worker.Request, timeout: float | None) -> QueryResult:
        """See `Backend`; at the deadline the query's process is killed."""
        if timeout is None or not self._check() or not (self._path / _QUADS).exists():
            with self.reading() as quads:
                return quads.evaluate(asked)
        started = time.monotonic()
        with contextlib.ExitStack() as stack:
            if self._held is not None:
                lock = self._held[1]
            else:
                lock = stack.enter_context(self._locked(portalocker.LockFlags.SHARED))
            left = timeout - (time.monotonic() - started)
            if left <= 0:
                raise QueryError(f"the store was busy for {timeout:g} s: try again")
            keep = (lock.fileno(),) if lock is not None else ()
            return sparql.run_in_process(self._path / _QUADS, asked, timeout, left=left, keep=keep)

    def close(self) -> None:
        """Let go of the files that reading opened."""
        with self._mutex:
            self._handle = None
