// The file layer of SQLite that keeps its files on a faulty disk. For one connection at a time: it locks nothing.
#include "disk.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  sqlite3_file base;
  faulty_disk *disk;
  disk_file *file;
  int is_temporary;
  int is_journal;
} open_file;

// Counts an operation. Whether it fails.
static int fails(faulty_disk *disk) {
  int64_t number = disk->operations++;
  if (disk->fail_at >= 0 && number >= disk->fail_at) {
    int is_first = !disk->has_failed;
    disk->has_failed = 1;
    return disk->failure == FAULTY_POWER || is_first;
  }
  return 0;
}

static int is_dead(const faulty_disk *disk) { return disk->has_failed && disk->failure == FAULTY_POWER; }

static int64_t used(const faulty_disk *disk) {
  int64_t sum = 0;
  for (const disk_file *file = disk->files; file != NULL; file = file->next) sum += file->exists ? file->current.count : 0;
  return sum;
}

// Makes a change that is not synchronised yet.
static int note(open_file *opened, int64_t offset, const void *bytes, int64_t count, int is_size) {
  change *made = malloc(sizeof(change) + (size_t)count);
  if (made == NULL) return SQLITE_NOMEM;
  *made = (change){.offset = offset, .count = count, .is_size = is_size};
  if (count > 0) memcpy(made->bytes, bytes, (size_t)count);
  disk_file *file = opened->file;
  int is_done = image_apply(&file->current, made);
  if (opened->is_temporary || !is_done) {
    free(made);
    return is_done ? SQLITE_OK : SQLITE_NOMEM;
  }
  if (file->last == NULL) file->first = made;
  else file->last->next = made;
  file->last = made;
  return SQLITE_OK;
}

static int layer_close(sqlite3_file *base) {
  open_file *opened = (open_file *)base;
  opened->file->opened--;
  if (opened->is_temporary) {
    free(opened->file->current.bytes);
    free(opened->file);
  }
  return SQLITE_OK;
}

static int layer_read(sqlite3_file *base, void *bytes, int count, sqlite3_int64 offset) {
  const open_file *opened = (const open_file *)base;
  if (is_dead(opened->disk)) return SQLITE_IOERR_READ;
  int64_t there = opened->file->current.count - offset;
  if (there < 0) there = 0;
  if (there > count) there = count;
  if (there > 0) memcpy(bytes, opened->file->current.bytes + offset, (size_t)there);
  if (there == count) return SQLITE_OK;
  memset((char *)bytes + there, 0, (size_t)(count - there));
  return SQLITE_IOERR_SHORT_READ;
}

static int layer_write(sqlite3_file *base, const void *bytes, int count, sqlite3_int64 offset) {
  open_file *opened = (open_file *)base;
  faulty_disk *disk = opened->disk;
  if (opened->is_temporary) return note(opened, offset, bytes, count, 0);
  int64_t growth = offset + count - opened->file->current.count;
  if (fails(disk)) {
    // Power may be lost in the middle of a write.
    if (disk->failure == FAULTY_POWER) note(opened, offset, bytes, count / 2, 0);
    return SQLITE_IOERR_WRITE;
  }
  if (disk->capacity >= 0 && growth > 0 && used(disk) + growth > disk->capacity) return SQLITE_FULL;
  return note(opened, offset, bytes, count, 0);
}

static int layer_truncate(sqlite3_file *base, sqlite3_int64 size) {
  open_file *opened = (open_file *)base;
  if (!opened->is_temporary && fails(opened->disk)) return SQLITE_IOERR_TRUNCATE;
  return note(opened, size, NULL, 0, 1);
}

static int layer_sync(sqlite3_file *base, int flags) {
  (void)flags;
  open_file *opened = (open_file *)base;
  faulty_disk *disk = opened->disk;
  disk_file *file = opened->file;
  if (opened->is_temporary) return SQLITE_OK;
  if (fails(disk)) {
    // What is read goes on to be what was written, and nobody writes it to the disk any more.
    if (disk->failure == FAULTY_ONCE) file_lose(disk, file);
    return SQLITE_IOERR_FSYNC;
  }
  if (disk->is_lying) return SQLITE_OK;
  for (const change *made = file->first; made != NULL; made = made->next) image_apply(&file->durable, made);
  file_forget(file);
  // The operating system's layer synchronises the directory with a new journal, and with it every name there.
  if (opened->is_journal) disk_synchronise_names(disk);
  return SQLITE_OK;
}

static int layer_size(sqlite3_file *base, sqlite3_int64 *size) {
  *size = ((const open_file *)base)->file->current.count;
  return SQLITE_OK;
}

static int layer_lock(sqlite3_file *base, int level) {
  (void)level;
  return is_dead(((const open_file *)base)->disk) ? SQLITE_IOERR_LOCK : SQLITE_OK;
}

static int layer_unlock(sqlite3_file *base, int level) {
  (void)base, (void)level;
  return SQLITE_OK;
}

static int layer_reserved(sqlite3_file *base, int *is_reserved) {
  (void)base;
  *is_reserved = 0;
  return SQLITE_OK;
}

static int layer_control(sqlite3_file *base, int operation, void *argument) {
  (void)base, (void)operation, (void)argument;
  return SQLITE_NOTFOUND;
}

static int layer_sector(sqlite3_file *base) { return ((const open_file *)base)->disk->sector_bytes; }

static int layer_character(sqlite3_file *base) {
  return ((const open_file *)base)->disk->is_powersafe ? SQLITE_IOCAP_POWERSAFE_OVERWRITE : 0;
}

static const sqlite3_io_methods methods = {
    1,          layer_close, layer_read,   layer_write,    layer_truncate, layer_sync,   layer_size,
    layer_lock, layer_unlock, layer_reserved, layer_control, layer_sector,   layer_character,
};

static disk_file *find(faulty_disk *disk, const char *name) {
  for (disk_file *file = disk->files; file != NULL; file = file->next) {
    if (strcmp(file->name, name) == 0) return file;
  }
  return NULL;
}

static int layer_open(sqlite3_vfs *layer, const char *name, sqlite3_file *base, int flags, int *out_flags) {
  faulty_disk *disk = layer->pAppData;
  open_file *opened = (open_file *)base;
  *opened = (open_file){.disk = disk, .is_temporary = name == NULL, .is_journal = flags & SQLITE_OPEN_MAIN_JOURNAL};
  if (is_dead(disk)) return SQLITE_CANTOPEN;
  disk_file *file = name == NULL ? NULL : find(disk, name);
  if ((file == NULL || !file->exists) && name != NULL && !(flags & SQLITE_OPEN_CREATE)) return SQLITE_CANTOPEN;
  if (name != NULL && (file == NULL || !file->exists) && fails(disk)) return SQLITE_CANTOPEN;
  if (file == NULL) {
    file = calloc(1, sizeof(disk_file));
    if (file == NULL) return SQLITE_NOMEM;
    if (name != NULL) {
      file->name = strdup(name);
      if (file->name == NULL) return free(file), SQLITE_NOMEM;
      file->next = disk->files;
      disk->files = file;
    }
  }
  file->exists = 1;
  file->opened++;
  opened->file = file;
  base->pMethods = &methods;
  if (out_flags != NULL) *out_flags = flags;
  return SQLITE_OK;
}

static int layer_delete(sqlite3_vfs *layer, const char *name, int is_synchronised) {
  faulty_disk *disk = layer->pAppData;
  disk_file *file = find(disk, name);
  if (file == NULL || !file->exists) return SQLITE_IOERR_DELETE_NOENT;
  if (fails(disk)) return SQLITE_IOERR_DELETE;
  file->exists = 0;
  // Whoever makes a file of this name has a new one; the old one is there until the directory is synchronised.
  if (file->exists_durably && !file->was_removed) {
    image swapped = file->removed;
    file->removed = file->durable;
    file->durable = swapped;
    file->was_removed = 1;
  }
  file_forget(file);
  image_resize(&file->durable, 0);
  image_resize(&file->current, 0);
  if (is_synchronised && !disk->is_lying) disk_synchronise_names(disk);
  return SQLITE_OK;
}

static int layer_access(sqlite3_vfs *layer, const char *name, int flags, int *is_there) {
  (void)flags;
  faulty_disk *disk = layer->pAppData;
  const disk_file *file = find(disk, name);
  *is_there = file != NULL && file->exists && (flags != SQLITE_ACCESS_EXISTS || file->current.count > 0);
  return is_dead(disk) ? SQLITE_IOERR_ACCESS : SQLITE_OK;
}

static int layer_path(sqlite3_vfs *layer, const char *name, int room, char *path) {
  (void)layer;
  return (int)strlen(name) < room ? (strcpy(path, name), SQLITE_OK) : SQLITE_CANTOPEN;
}

static int layer_random(sqlite3_vfs *layer, int count, char *bytes) {
  for (int place = 0; place < count; place++) bytes[place] = (char)disk_random(layer->pAppData);
  return count;
}

static int layer_sleep(sqlite3_vfs *layer, int microseconds) {
  (void)layer;
  return microseconds;
}

static int layer_time(sqlite3_vfs *layer, double *days) {
  (void)layer;
  *days = 0;
  return SQLITE_OK;
}

static int layer_error(sqlite3_vfs *layer, int room, char *text) {
  (void)layer, (void)room, (void)text;
  return 0;
}

faulty_disk *faulty_disk_new(const char *name) {
  faulty_disk *disk = calloc(1, sizeof(faulty_disk));
  if (disk == NULL || (disk->name = strdup(name)) == NULL) return free(disk), NULL;
  disk->capacity = disk->fail_at = -1;
  disk->sector_bytes = 512;
  disk->is_powersafe = 1;
  disk->layer = (sqlite3_vfs){
      .iVersion = 1,
      .szOsFile = sizeof(open_file),
      .mxPathname = 1024,
      .zName = disk->name,
      .pAppData = disk,
      .xOpen = layer_open,
      .xDelete = layer_delete,
      .xAccess = layer_access,
      .xFullPathname = layer_path,
      .xRandomness = layer_random,
      .xSleep = layer_sleep,
      .xCurrentTime = layer_time,
      .xGetLastError = layer_error,
  };
  sqlite3_vfs_register(&disk->layer, 0);
  return disk;
}

void faulty_disk_free(faulty_disk *disk) {
  sqlite3_vfs_unregister(&disk->layer);
  while (disk->files != NULL) {
    disk_file *next = disk->files->next;
    file_forget(disk->files);
    free(disk->files->current.bytes);
    free(disk->files->durable.bytes);
    free(disk->files->removed.bytes);
    free(disk->files->name);
    free(disk->files);
    disk->files = next;
  }
  free(disk->name);
  free(disk);
}

void faulty_disk_describe(faulty_disk *disk, int sector_bytes, int is_powersafe) {
  disk->sector_bytes = sector_bytes;
  disk->is_powersafe = is_powersafe;
}

void faulty_disk_set_capacity(faulty_disk *disk, int64_t bytes) { disk->capacity = bytes; }

void faulty_disk_set_lying(faulty_disk *disk, int is_lying) { disk->is_lying = is_lying; }

void faulty_disk_fail_after(faulty_disk *disk, int64_t operations, enum faulty_failure failure) {
  disk->fail_at = operations < 0 ? -1 : disk->operations + operations;
  disk->failure = failure;
  disk->has_failed = 0;
}

int64_t faulty_disk_operations(const faulty_disk *disk) { return disk->operations; }

int faulty_disk_has_failed(const faulty_disk *disk) { return disk->has_failed; }
