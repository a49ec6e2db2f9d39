// A disk in memory, and a file layer of SQLite on it, for tests: it forgets at a loss of power what was not
// synchronised, wholly, partly, and in any order; it can be full, fail, and lie.
#ifndef BALLAST_FAULTY_DISK_H
#define BALLAST_FAULTY_DISK_H

#include <stdint.h>

typedef struct faulty_disk faulty_disk;

// What fails at the chosen operation.
enum faulty_failure {
  FAULTY_POWER,  // it and all that follow, until power returns
  FAULTY_ONCE,   // it alone; a synchronisation that fails forgets what it should have kept, as Linux does
};

// A new disk, and a file layer of this name that keeps its files there; NULL where there is no memory.
faulty_disk *faulty_disk_new(const char *name);
// Takes both away. No database may be open on it.
void faulty_disk_free(faulty_disk *disk);

// What it says of itself: the bytes of a sector, and whether a write leaves the bytes around it alone.
void faulty_disk_describe(faulty_disk *disk, int sector_bytes, int is_powersafe);
// Room for so many bytes in all files; below zero for any number.
void faulty_disk_set_capacity(faulty_disk *disk, int64_t bytes);
// Whether synchronising answers that it did, and does nothing.
void faulty_disk_set_lying(faulty_disk *disk, int is_lying);
// Lets the operation that comes after so many fail; below zero for none.
void faulty_disk_fail_after(faulty_disk *disk, int64_t operations, enum faulty_failure failure);

// Operations that changed something, or would have, up to now: writes, changes of size, synchronisations, removals.
int64_t faulty_disk_operations(const faulty_disk *disk);
// Whether the chosen operation has come.
int faulty_disk_has_failed(const faulty_disk *disk);

// Loses power and brings it back: each sector that was written and not synchronised is kept, dropped, half written or
// garbage, by the seed. No database may be open on it.
void faulty_disk_lose_power(faulty_disk *disk, uint64_t seed);

#endif
