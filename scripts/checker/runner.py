# SPDX-License-Identifier: GPL-2.0
"""Runs tools over files, in parallel, and only where the cache has no answer."""

import time
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Tuple

from cache import Answer, Cache
from findings import CannotRun
from tool import Tool


class Result(NamedTuple):
    """An answer, or why there is none."""
    tool: Tool
    file: str
    answer: Answer
    cached: bool
    seconds: float


class Runner:
    """One call: a pool of workers, and what they have found out so far."""

    def __init__(self, cache: Cache, jobs: int):
        self.cache, self.jobs = cache, jobs
        self.read: Dict[Tuple[str, str], Any] = {}
        self.failed: List[CannotRun] = []
        self.done, self.total = 0, 0

    def inputs(self, tool: str, file: str) -> Optional[List[str]]:
        """The files that a tool has read for one; waits for it."""
        known = self.read.get((tool, file))
        if isinstance(known, Future):
            try:
                known = known.result()[0][file]
            except CannotRun:
                known = None
        return known.inputs if known else None

    def run(self, tools: List[Tool], wanted: Callable[[Tool, str], bool],
            tell: Callable[[Result], None], progress: Callable[[int, int, str], None]) -> None:
        """Ask each tool about each file that is wanted; tell each result as it comes."""
        work: List[Tuple[Tool, List[str]]] = []
        for tool in tools:
            missing = self._cached(tool, [file for file in tool.files()
                                          if wanted(tool, file)], tell)
            work += [(tool, missing[at:at + tool.at_once])
                     for at in range(0, len(missing), tool.at_once)]
        self.total += len(work)
        with ThreadPoolExecutor(self.jobs) as pool:
            # in this order: who waits for another's inputs comes after it
            futures = {}
            for tool, files in work:
                future = pool.submit(self._ask, tool, files)
                futures[future] = (tool, files)
                self.read.update({(tool.name, file): future for file in files})
            try:
                for future in as_completed(futures):
                    self._finished(future, *futures[future], tell)
                    self.done += 1
                    progress(self.done, self.total, futures[future][0].name)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
        self.cache.hashes.save()

    def _cached(self, tool: Tool, files: List[str], tell: Callable[[Result], None]
                ) -> List[str]:
        """Tell what is known; the other files."""
        missing = []
        for file in files:
            answer = self.cache.find(tool.tree, tool.name, tool.key(file), file)
            if answer:
                self.read[tool.name, file] = answer
                tell(Result(tool, file, answer, True, 0))
            else:
                missing.append(file)
        return missing

    @staticmethod
    def _ask(tool: Tool, files: List[str]) -> Tuple[Dict[str, Answer], float]:
        start = time.monotonic()
        answers = tool.run(files)
        return answers, time.monotonic() - start

    def _finished(self, future: 'Future[Any]', tool: Tool, files: List[str],
                  tell: Callable[[Result], None]) -> None:
        try:
            answers, seconds = future.result()
        except CannotRun as error:
            self.failed.append(error)
            return
        for file in files:
            self.cache.keep(tool.tree, tool.name, tool.key(file), file, answers[file])
            tell(Result(tool, file, answers[file], False, seconds / len(files)))
