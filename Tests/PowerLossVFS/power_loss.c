#include "power_loss.h"

#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECTOR_BYTES = 512, SHARED_MEMORY_BYTES = 32768 };

typedef struct image {
  int exists;
  size_t length;
  size_t capacity;
  unsigned char *bytes;
} image;

typedef enum { CREATION, DELETION, WRITE, TRUNCATION } change_kind;

typedef struct change {
  change_kind kind;
  size_t offset; /* Of a write; of a truncation the new length. */
  size_t length;
  unsigned char *bytes;
} change;

/* A name in a watched folder, through all files that ever bore it. */
typedef struct watched_file {
  struct disk *disk;
  char *name;
  image certain;
  change *changes; /* Since the last sync, in order. */
  size_t count;
  size_t capacity;
  struct watched_file *next;
} watched_file;

typedef struct disk {
  int number;
  char folder[PATH_MAX];
  watched_file *files;
  int open_count;
  int has_ended;
  long until_cut; /* Operations left; 0 when no picture is asked for. */
  char into[PATH_MAX];
  uint64_t seed;
  int mixtures;
  int moment;
  struct disk *next;
} disk;

typedef struct shim_file {
  sqlite3_file base;
  watched_file *watched; /* NULL elsewhere. */
  sqlite3_file *real;    /* Behind this struct, in the same allocation. */
} shim_file;

/* Guards everything below, and makes each operation and its record one. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static disk *disks;
static int last_number;
static sqlite3_vfs *real_vfs;
static sqlite3_vfs shim_vfs;

static void *must(void *memory) {
  if (memory == NULL) abort();
  return memory;
}

/* SplitMix64, as the seeded generator of the tests. */
static uint64_t draw(uint64_t *state) {
  uint64_t mixed = (*state += 0x9E3779B97F4A7C15u);
  mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
  mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
  return mixed ^ (mixed >> 31);
}

static int coin(uint64_t *state) { return (int)(draw(state) >> 63); }

/* ---- Images ---- */

/* Gives a length; what is new is zeros, or junk with a generator. */
static void set_length(image *image, size_t length, uint64_t *junk) {
  if (length > image->capacity) {
    image->capacity = length * 2;
    image->bytes = must(realloc(image->bytes, image->capacity));
  }
  for (size_t at = image->length; at < length; at++) image->bytes[at] = junk == NULL ? 0 : (unsigned char)draw(junk);
  image->length = length;
}

static void put(image *image, size_t offset, const unsigned char *bytes, size_t length, uint64_t *junk) {
  if (length == 0) return;
  if (offset + length > image->length) set_length(image, offset + length, junk);
  memcpy(image->bytes + offset, bytes, length);
}

static image copy_of(const image *other) {
  image copy = {.exists = other->exists};
  put(&copy, 0, other->bytes, other->length, NULL);
  return copy;
}

static void apply(image *image, const change *change) {
  switch (change->kind) {
    case CREATION:
    case DELETION:
      image->exists = change->kind == CREATION;
      image->length = 0;
      break;
    case WRITE: put(image, change->offset, change->bytes, change->length, NULL); break;
    case TRUNCATION: set_length(image, change->offset, NULL); break;
  }
}

/* ---- Pictures ---- */

static int save(const char *folder, const char *name, const unsigned char *bytes, size_t length) {
  char path[PATH_MAX];
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return -1;
  int descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (descriptor < 0) return -1;
  size_t done = 0;
  while (done < length) {
    ssize_t count = write(descriptor, bytes + done, length - done);
    if (count <= 0) break;
    done += (size_t)count;
  }
  return close(descriptor) == 0 && done == length ? 0 : -1;
}

/* Some of what is not certain, on top of what is. */
static image mixture(const watched_file *file, uint64_t *random) {
  /* First how many creations and deletions made it; each leaves an empty file, or none, behind. */
  size_t turns = 0;
  for (size_t at = 0; at < file->count; at++) turns += file->changes[at].kind <= DELETION;
  size_t wanted = draw(random) % (turns + 1), seen = 0, from = 0;
  image out = copy_of(&file->certain);
  for (size_t at = 0; at < file->count && seen < wanted; at++) {
    if (file->changes[at].kind > DELETION) continue;
    apply(&out, &file->changes[at]);
    seen++;
    from = at + 1;
  }
  size_t to = from;
  while (to < file->count && file->changes[to].kind > DELETION) to++;

  /* Then of the writes and truncations the first ones, the last of them torn, or any sectors. */
  int is_prefix = coin(random);
  uint64_t *junk = coin(random) ? random : NULL;
  size_t torn = from + draw(random) % (to - from + 1);
  image whole = copy_of(&out);
  for (size_t at = from; at < to; at++) {
    const change *change = &file->changes[at];
    apply(&whole, change);
    if (is_prefix && at > torn) continue;
    int is_certain = is_prefix && at < torn;
    if (change->kind == TRUNCATION) {
      if (is_certain || coin(random)) set_length(&out, change->offset, junk);
      continue;
    }
    size_t end = change->offset + change->length;
    size_t tear = is_prefix && at == torn ? change->offset + draw(random) % (change->length + 1) : end;
    for (size_t sector = change->offset / SECTOR_BYTES; sector * SECTOR_BYTES < end; sector++) {
      size_t start = sector * SECTOR_BYTES;
      if (is_prefix ? start >= tear : coin(random)) continue;
      size_t stop = start + SECTOR_BYTES < whole.length ? start + SECTOR_BYTES : whole.length;
      put(&out, start, whole.bytes + start, stop - start, junk);
    }
  }
  if (whole.length > out.length && out.exists && coin(random)) set_length(&out, whole.length, junk);
  free(whole.bytes);
  return out;
}

static int ends_with(const char *name, const char *end) {
  size_t length = strlen(name), tail = strlen(end);
  return length >= tail && strcmp(name + length - tail, end) == 0;
}

static int is_log(const char *name) { return ends_with(name, "-wal") || ends_with(name, "-journal"); }

static int save_junk_index(const char *folder, const char *database, uint64_t *random) {
  unsigned char junk[SHARED_MEMORY_BYTES];
  char name[NAME_MAX];
  for (size_t at = 0; at < sizeof junk; at++) junk[at] = (unsigned char)draw(random);
  if (snprintf(name, sizeof name, "%s-shm", database) >= (int)sizeof name) return -1;
  return save(folder, name, junk, sizeof junk);
}

static void take_pictures(disk *disk, int moment) {
  disk->until_cut = 0;
  disk->moment = moment;
  uint64_t random = disk->seed;
  for (int number = 0; number <= disk->mixtures; number++) {
    char folder[PATH_MAX];
    if (snprintf(folder, sizeof folder, "%s/%d", disk->into, number) >= (int)sizeof folder ||
        mkdir(folder, 0700) != 0) {
      disk->moment = POWER_LOSS_FAILED;
      return;
    }
    for (const watched_file *file = disk->files; file != NULL; file = file->next) {
      image picture = number == 0 ? copy_of(&file->certain) : mixture(file, &random);
      if (picture.exists && save(folder, file->name, picture.bytes, picture.length) != 0)
        disk->moment = POWER_LOSS_FAILED;
      free(picture.bytes);
      if (number > 0 && !is_log(file->name) && coin(&random) && save_junk_index(folder, file->name, &random) != 0)
        disk->moment = POWER_LOSS_FAILED;
    }
  }
}

/* Counts an operation, and takes the pictures if it is the one. */
static void pass(watched_file *file, int moment) {
  disk *disk = file->disk;
  if (disk->until_cut > 0 && --disk->until_cut == 0) take_pictures(disk, moment);
}

/* ---- Files ---- */

static void record(watched_file *file, change_kind kind, size_t offset, const void *bytes, size_t length) {
  if (file->count == file->capacity) {
    file->capacity = file->capacity == 0 ? 64 : file->capacity * 2;
    file->changes = must(realloc(file->changes, file->capacity * sizeof *file->changes));
  }
  change *new = &file->changes[file->count++];
  *new = (change){.kind = kind, .offset = offset, .length = length};
  if (length > 0) {
    new->bytes = must(malloc(length));
    memcpy(new->bytes, bytes, length);
  }
}

/* What was not certain is. */
static void settle(watched_file *file) {
  for (size_t at = 0; at < file->count; at++) {
    apply(&file->certain, &file->changes[at]);
    free(file->changes[at].bytes);
  }
  file->count = 0;
}

static void read_certain(watched_file *file, const char *path) {
  FILE *stream = fopen(path, "rbe");
  if (stream == NULL) return;
  unsigned char piece[65536];
  size_t count;
  file->certain.exists = 1;
  while ((count = fread(piece, 1, sizeof piece, stream)) > 0)
    put(&file->certain, file->certain.length, piece, count, NULL);
  fclose(stream);
}

/* The watched file of a path that SQLite names; NULL when nobody watches there. */
static watched_file *find(const char *path) {
  const char *slash = path == NULL ? NULL : strrchr(path, '/');
  if (slash == NULL) return NULL;
  for (disk *disk = disks; disk != NULL; disk = disk->next) {
    size_t length = strlen(disk->folder);
    if (disk->has_ended || (size_t)(slash - path) != length || strncmp(path, disk->folder, length) != 0) continue;
    for (watched_file *file = disk->files; file != NULL; file = file->next)
      if (strcmp(file->name, slash + 1) == 0) return file;
    watched_file *file = must(calloc(1, sizeof *file));
    file->disk = disk;
    file->name = must(strdup(slash + 1));
    read_certain(file, path);
    file->next = disk->files;
    disk->files = file;
    return file;
  }
  return NULL;
}

static void free_if_done(disk *done) {
  if (!done->has_ended || done->open_count > 0) return;
  disk **link = &disks;
  while (*link != done) link = &(*link)->next;
  *link = done->next;
  for (watched_file *file = done->files, *next; file != NULL; file = next) {
    next = file->next;
    settle(file);
    free(file->changes);
    free(file->certain.bytes);
    free(file->name);
    free(file);
  }
  free(done);
}

static sqlite3_file *real_of(sqlite3_file *file) { return ((shim_file *)file)->real; }
static watched_file *watched_of(sqlite3_file *file) { return ((shim_file *)file)->watched; }

static int close_file(sqlite3_file *file) {
  int result = real_of(file)->pMethods->xClose(real_of(file));
  watched_file *watched = watched_of(file);
  if (watched != NULL) {
    pthread_mutex_lock(&lock);
    watched->disk->open_count--;
    free_if_done(watched->disk);
    pthread_mutex_unlock(&lock);
  }
  return result;
}

static int read_file(sqlite3_file *file, void *into, int count, sqlite3_int64 offset) {
  return real_of(file)->pMethods->xRead(real_of(file), into, count, offset);
}

static int write_file(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 offset) {
  watched_file *watched = watched_of(file);
  if (watched == NULL) return real_of(file)->pMethods->xWrite(real_of(file), bytes, count, offset);
  pthread_mutex_lock(&lock);
  int result = real_of(file)->pMethods->xWrite(real_of(file), bytes, count, offset);
  if (result == SQLITE_OK) {
    record(watched, WRITE, (size_t)offset, bytes, (size_t)count);
    pass(watched, is_log(watched->name) ? POWER_LOSS_WRITING_LOG : POWER_LOSS_WRITING_DATABASE);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static int truncate_file(sqlite3_file *file, sqlite3_int64 length) {
  watched_file *watched = watched_of(file);
  if (watched == NULL) return real_of(file)->pMethods->xTruncate(real_of(file), length);
  pthread_mutex_lock(&lock);
  int result = real_of(file)->pMethods->xTruncate(real_of(file), length);
  if (result == SQLITE_OK) {
    record(watched, TRUNCATION, (size_t)length, NULL, 0);
    pass(watched, POWER_LOSS_TRUNCATING);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static int sync_file(sqlite3_file *file, int flags) {
  watched_file *watched = watched_of(file);
  if (watched == NULL) return real_of(file)->pMethods->xSync(real_of(file), flags);
  pthread_mutex_lock(&lock);
  pass(watched, is_log(watched->name) ? POWER_LOSS_SYNCING_LOG : POWER_LOSS_SYNCING_DATABASE);
  settle(watched);
  pthread_mutex_unlock(&lock);
  return SQLITE_OK;
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
  return real_of(file)->pMethods->xFileSize(real_of(file), size);
}
static int lock_file(sqlite3_file *file, int level) { return real_of(file)->pMethods->xLock(real_of(file), level); }
static int unlock_file(sqlite3_file *file, int level) { return real_of(file)->pMethods->xUnlock(real_of(file), level); }
static int check_reserved(sqlite3_file *file, int *result) {
  return real_of(file)->pMethods->xCheckReservedLock(real_of(file), result);
}
static int control(sqlite3_file *file, int what, void *argument) {
  return real_of(file)->pMethods->xFileControl(real_of(file), what, argument);
}
static int sector_size(sqlite3_file *file) { return real_of(file)->pMethods->xSectorSize(real_of(file)); }
static int characteristics(sqlite3_file *file) {
  return real_of(file)->pMethods->xDeviceCharacteristics(real_of(file));
}
static int map_memory(sqlite3_file *file, int page, int size, int extend, void volatile **result) {
  sqlite3_file *real = real_of(file);
  if (real->pMethods->iVersion < 2 || real->pMethods->xShmMap == NULL) return SQLITE_IOERR_SHMMAP;
  return real->pMethods->xShmMap(real, page, size, extend, result);
}
static int lock_memory(sqlite3_file *file, int offset, int count, int flags) {
  return real_of(file)->pMethods->xShmLock(real_of(file), offset, count, flags);
}
static void memory_barrier(sqlite3_file *file) { real_of(file)->pMethods->xShmBarrier(real_of(file)); }
static int unmap_memory(sqlite3_file *file, int delete) {
  return real_of(file)->pMethods->xShmUnmap(real_of(file), delete);
}

/* Version 2: without memory-mapped content, so that every write passes here. */
static const sqlite3_io_methods methods = {
    .iVersion = 2,
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved,
    .xFileControl = control,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = characteristics,
    .xShmMap = map_memory,
    .xShmLock = lock_memory,
    .xShmBarrier = memory_barrier,
    .xShmUnmap = unmap_memory,
};

/* ---- The VFS ---- */

static int open_file(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out_flags) {
  (void)vfs;
  shim_file *shim = (shim_file *)file;
  shim->base.pMethods = NULL;
  shim->watched = NULL;
  shim->real = (sqlite3_file *)(shim + 1);
  pthread_mutex_lock(&lock);
  /* Looked at before the real file is opened: what is there now was there. */
  watched_file *watched = find(path);
  int was_there = watched != NULL && access(path, F_OK) == 0;
  int result = real_vfs->xOpen(real_vfs, path, shim->real, flags, out_flags);
  if (shim->real->pMethods != NULL) {
    shim->base.pMethods = &methods;
    if (watched != NULL) {
      if (!was_there) record(watched, CREATION, 0, NULL, 0);
      shim->watched = watched;
      watched->disk->open_count++;
    }
  }
  pthread_mutex_unlock(&lock);
  return result;
}

static int delete_file(sqlite3_vfs *vfs, const char *path, int syncs_folder) {
  (void)vfs;
  pthread_mutex_lock(&lock);
  watched_file *watched = find(path);
  if (watched != NULL) pass(watched, POWER_LOSS_DELETING);
  int result = real_vfs->xDelete(real_vfs, path, watched == NULL ? syncs_folder : 0);
  if (watched != NULL && result == SQLITE_OK) {
    record(watched, DELETION, 0, NULL, 0);
    if (syncs_folder) settle(watched);
  }
  pthread_mutex_unlock(&lock);
  return result;
}

/* Called under the lock. */
static int install(void) {
  if (real_vfs != NULL) return 0;
  if (sqlite3_initialize() != SQLITE_OK) return -1;
  sqlite3_vfs *found = sqlite3_vfs_find(NULL);
  if (found == NULL) return -1;
  shim_vfs = *found;
  shim_vfs.zName = "power-loss";
  shim_vfs.pNext = NULL;
  shim_vfs.szOsFile = (int)sizeof(shim_file) + found->szOsFile;
  shim_vfs.xOpen = open_file;
  shim_vfs.xDelete = delete_file;
  real_vfs = found;
  return sqlite3_vfs_register(&shim_vfs, 1) == SQLITE_OK ? 0 : -1;
}

int power_loss_watch(const char *folder) {
  disk *new = must(calloc(1, sizeof *new));
  pthread_mutex_lock(&lock);
  if (install() != 0 || realpath(folder, new->folder) == NULL) {
    pthread_mutex_unlock(&lock);
    free(new);
    return -1;
  }
  int number = new->number = ++last_number;
  new->next = disks;
  disks = new;
  pthread_mutex_unlock(&lock);
  return number;
}

static disk *disk_of(int number) {
  for (disk *disk = disks; disk != NULL; disk = disk->next)
    if (disk->number == number) return disk;
  abort(); /* Only a test that has ended it can ask. */
}

void power_loss_end(int number) {
  pthread_mutex_lock(&lock);
  disk *disk = disk_of(number);
  disk->has_ended = 1;
  disk->until_cut = 0;
  free_if_done(disk);
  pthread_mutex_unlock(&lock);
}

void power_loss_cut(int number, long operations, const char *into, unsigned long long seed, int mixtures) {
  pthread_mutex_lock(&lock);
  disk *disk = disk_of(number);
  disk->moment = POWER_LOSS_NOT_YET;
  disk->until_cut = operations;
  disk->seed = seed;
  disk->mixtures = mixtures;
  if (snprintf(disk->into, sizeof disk->into, "%s", into) >= (int)sizeof disk->into) abort();
  if (operations == 0) take_pictures(disk, POWER_LOSS_AT_REST);
  pthread_mutex_unlock(&lock);
}

int power_loss_moment(int number) {
  pthread_mutex_lock(&lock);
  int moment = disk_of(number)->moment;
  pthread_mutex_unlock(&lock);
  return moment;
}
