"""Jianbao broken on purpose: killed, without power, on a failing or a full disk, several at once.

    python -m tests.breaking --rounds 1000 --seed 1 [--modes kill,power,…]
    python -m tests.breaking --rounds 6 --modes every-kill,every-power,every-eio,…

A round writes a folder of small reports, indexes it, changes it, strikes a run at a counted operation, and
judges what is left; one of the second kind does so at every operation in turn. Its seed makes it again, but
for the timing of several processes.

    shim.c fault.h   the faults: a library that is loaded before the C library's
    shim.py          it is built, and told what to do
    power.py         what is on the disk once the power is back
    folder.py        the reports, and what they say
    program.py       the program, in processes that are copies of this one
    world.py         the folder of a round, and the index of it
    state.py         what an index holds, and what is left lying in it
    judge.py         what is complained of
    striking.py      rounds of one writer that is struck
    together.py      rounds of several processes at once
    full.py          rounds on a disk that is really full
    rounds.py        which round is made of a seed, and the figures of many
"""
