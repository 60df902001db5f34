"""Runs one command and prints, as JSON on its own standard error's last line, what it took: the system's own count for a child."""
import json
import resource
import subprocess
import sys
import time

began = time.perf_counter()
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=sys.stderr)
wall = time.perf_counter() - began
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(
    json.dumps(
        {
            "wall": wall,
            "cpu": used.ru_utime + used.ru_stime,
            # Kibibytes on Linux (getrusage(2)).
            "memory": used.ru_maxrss * 1024,
        }
    )
)
sys.exit(done.returncode)
