// What a disk has after a loss of power.
#include "disk.h"

#include <stdlib.h>
#include <string.h>

// SplitMix64.
uint64_t disk_random(faulty_disk *disk) {
  uint64_t z = (disk->random += 0x9E3779B97F4A7C15u);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
  return z ^ (z >> 31);
}

int image_resize(image *target, int64_t count) {
  if (count > target->capacity) {
    int64_t capacity = count + count / 2 + 4096;
    unsigned char *bytes = realloc(target->bytes, (size_t)capacity);
    if (bytes == NULL) return 0;
    target->bytes = bytes;
    target->capacity = capacity;
  }
  if (count > target->count) memset(target->bytes + target->count, 0, (size_t)(count - target->count));
  target->count = count;
  return 1;
}

int image_apply(image *target, const change *made) {
  if (made->is_size) return image_resize(target, made->offset);
  if (made->offset + made->count > target->count && !image_resize(target, made->offset + made->count)) return 0;
  memcpy(target->bytes + made->offset, made->bytes, (size_t)made->count);
  return 1;
}

void file_forget(disk_file *file) {
  while (file->first != NULL) {
    change *next = file->first->next;
    free(file->first);
    file->first = next;
  }
  file->last = NULL;
}

// Puts what is left of some bytes of a change, all in one sector, into the durable image.
static void lose_sector(faulty_disk *disk, image *durable, const change *made, int64_t start, int64_t end, int keeping) {
  uint64_t choice = disk_random(disk);
  int is_kept = (int)(choice % 8) < keeping;
  int is_torn = (choice >> 8) % 32 == 0;
  int is_garbage = (choice >> 16) % 64 == 0;
  if (!is_kept && !is_torn && !is_garbage) return;
  if (end > durable->count && !image_resize(durable, end)) return;
  // Sectors are written from one end to the other.
  if (!is_kept && is_torn) {
    int64_t cut = start + (int64_t)((choice >> 24) % (uint64_t)(end - start));
    if ((choice >> 60) & 1) start = cut;
    else end = cut;
  }
  for (int64_t place = start; place < end; place++) {
    durable->bytes[place] = !is_kept && !is_torn ? (unsigned char)disk_random(disk) : made->bytes[place - made->offset];
  }
}

void file_lose(faulty_disk *disk, disk_file *file) {
  // From nothing that was not synchronised to nearly all of it, in eighths.
  int keeping = (int)(disk_random(disk) % 9);
  for (const change *made = file->first; made != NULL; made = made->next) {
    if (made->is_size) {
      if (disk_random(disk) % 2 == 0) image_resize(&file->durable, made->offset);
      continue;
    }
    int64_t place = made->offset, end = made->offset + made->count;
    // The size may be on the disk before the bytes are.
    if (end > file->durable.count && disk_random(disk) % 4 == 0) image_resize(&file->durable, end);
    while (place < end) {
      int64_t border = (place / disk->sector_bytes + 1) * disk->sector_bytes;
      if (border > end) border = end;
      lose_sector(disk, &file->durable, made, place, border, keeping);
      place = border;
    }
  }
  file_forget(file);
}

void disk_synchronise_names(faulty_disk *disk) {
  for (disk_file *file = disk->files; file != NULL; file = file->next) {
    file->exists_durably = file->exists;
    file->was_removed = 0;
  }
}

static void lose_power(faulty_disk *disk, disk_file *file) {
  file_lose(disk, file);
  if (file->was_removed && disk_random(disk) % 2 == 0) {
    // The name stands for what it stood for before.
    image swapped = file->durable;
    file->durable = file->removed;
    file->removed = swapped;
    file->exists = 1;
  } else if (file->exists != file->exists_durably) {
    file->exists = (int)(disk_random(disk) % 2);
  }
  file->was_removed = 0;
  file->exists_durably = file->exists;
  if (!file->exists) image_resize(&file->durable, 0);
  if (image_resize(&file->current, file->durable.count) && file->durable.count > 0) {
    memcpy(file->current.bytes, file->durable.bytes, (size_t)file->durable.count);
  }
}

void faulty_disk_lose_power(faulty_disk *disk, uint64_t seed) {
  disk->random = seed;
  for (disk_file *file = disk->files; file != NULL; file = file->next) lose_power(disk, file);
  disk->fail_at = -1;
  disk->has_failed = 0;
}
