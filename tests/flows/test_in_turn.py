"""Prefect's database in SQLite, where two write to it at once."""

import subprocess
import sys
from pathlib import Path

COUNTING = """
import asyncio, sys
from sqlalchemy import text
from flows.in_turn import write_in_turn
from prefect.server.database.configurations import AioSqliteConfiguration

async def main():
    database = AioSqliteConfiguration(f"sqlite+aiosqlite:///{sys.argv[1]}")
    engine = await database.engine()

    async def count():
        async with await database.session(engine) as session:
            async with database.begin_transaction(session):
                seen = (await session.execute(text("SELECT count(*) FROM line"))).scalar_one()
                await asyncio.sleep(0.2)  # the other one comes to write
                await session.execute(text(f"INSERT INTO line VALUES ({seen}) RETURNING number"))

    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE line (number INTEGER)"))
    await asyncio.gather(count(), count())
    async with engine.begin() as connection:
        print((await connection.execute(text("SELECT number FROM line"))).scalars().all())

write_in_turn()
asyncio.run(main())
"""


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    """Begun as a reader, it would be refused: what it has read is not so any more."""
    counted = subprocess.run(
        [sys.executable, "-c", COUNTING, str(tmp_path / "prefect.db")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ("[0, 1]\n", 0) == (counted.stdout, counted.returncode), counted.stderr
