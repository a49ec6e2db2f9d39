// SQLite 3 (Debian: libsqlite3-dev).
#ifndef BALLAST_SQLITE_SHIM_H
#define BALLAST_SQLITE_SHIM_H

#include <sqlite3.h>
#include <stddef.h>

// What takes a variable number of arguments, or a function from a table, which Swift cannot call.

// Takes from a file whatever it could make the library do: no triggers, no views, no functions in its schema, no
// writing into SQLite's own tables. SQLITE_OK where it could.
static inline int ballast_sqlite_harden(sqlite3 *database) {
  const int settings[][2] = {
      {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
      {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0}, {SQLITE_DBCONFIG_ENABLE_VIEW, 0},
      {SQLITE_DBCONFIG_DQS_DDL, 0},        {SQLITE_DBCONFIG_DQS_DML, 0},
  };
  for (size_t i = 0; i < sizeof settings / sizeof settings[0]; i++) {
    int status = sqlite3_db_config(database, settings[i][0], settings[i][1], (int *)NULL);
    if (status != SQLITE_OK) return status;
  }
  return SQLITE_OK;
}

// Binds a copy of bytes; no bytes are bytes too, and not a null.
static inline int ballast_sqlite_bind_bytes(sqlite3_stmt *statement, int index, const void *bytes, size_t count) {
  if (count == 0) return sqlite3_bind_zeroblob(statement, index, 0);
  return sqlite3_bind_blob64(statement, index, bytes, count, SQLITE_TRANSIENT);
}

// The size of the database's file, asked of the file layer through which it was opened: a descriptor of our own on
// the same file would let go of the library's locks when it is closed.
static inline int ballast_sqlite_file_size(sqlite3 *database, sqlite3_int64 *size) {
  sqlite3_file *file = NULL;
  int status = sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (status != SQLITE_OK) return status;
  if (file == NULL || file->pMethods == NULL) {
    *size = 0;
    return SQLITE_OK;
  }
  return file->pMethods->xFileSize(file, size);
}

#endif
