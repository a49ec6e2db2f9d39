// What the two halves of the disk share: its files, and what is not synchronised.
#ifndef BALLAST_FAULTY_DISK_PRIVATE_H
#define BALLAST_FAULTY_DISK_PRIVATE_H

#include "include/faulty_disk.h"

#include <sqlite3.h>
#include <stddef.h>

typedef struct {
  unsigned char *bytes;
  int64_t count;
  int64_t capacity;
} image;

// A change that is not synchronised: bytes at an offset, or a new size where there are none.
typedef struct change {
  struct change *next;
  int64_t offset;
  int64_t count;
  int is_size;
  unsigned char bytes[];
} change;

typedef struct disk_file {
  struct disk_file *next;
  char *name;
  image current;
  image durable;
  // What had the name before it was removed, while the removal is not synchronised.
  image removed;
  change *first;
  change *last;
  int exists;
  int exists_durably;
  int was_removed;
  int opened;
} disk_file;

struct faulty_disk {
  sqlite3_vfs layer;
  char *name;
  disk_file *files;
  int64_t capacity;
  int64_t operations;
  int64_t fail_at;
  enum faulty_failure failure;
  int has_failed;
  int is_lying;
  int sector_bytes;
  int is_powersafe;
  uint64_t random;
};

// Makes an image have so many bytes, new ones zero. 0 where there is no memory.
int image_resize(image *target, int64_t count);
// Makes a change to an image. 0 where there is no memory.
int image_apply(image *target, const change *made);
// Removes the changes of a file.
void file_forget(disk_file *file);
// Makes the present names of all files those of the disk.
void disk_synchronise_names(faulty_disk *disk);
// Brings the changes of a file to the disk in part, as it happens, and removes them.
void file_lose(faulty_disk *disk, disk_file *file);
// The next number of the seed.
uint64_t disk_random(faulty_disk *disk);

#endif
