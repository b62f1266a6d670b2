/* System calls on files that Swift cannot import.
 *
 * Every function returns what the system call would, and sets errno; none of them allocates,
 * prints or keeps state. */
#ifndef LINUX_FILES_H
#define LINUX_FILES_H

#include <stddef.h>
#include <sys/types.h>

/* Swaps two names of one file system in one step (renameat2(2), RENAME_EXCHANGE). */
int exchange_names(int folder, const char *one, const char *other);

/* Renames unless the new name is taken (renameat2(2), RENAME_NOREPLACE). */
int rename_to_free_name(int folder, const char *from, const char *to);

/* Takes an exclusive lock of the fcntl(2) kind on a whole file without waiting; it belongs to the
 * open file description, so that no other close() of this process drops it. */
int lock_open_file(int fd);

/* 1 where chattr(1) made a file immutable or append-only, 0 where it did not or where the file
 * system knows no such thing. */
int is_unchangeable(int fd);

/* The extended attributes of an open file (xattr(7)). */
ssize_t list_attributes(int fd, char *names, size_t size);
ssize_t get_attribute(int fd, const char *name, void *value, size_t size);
int set_attribute(int fd, const char *name, const void *value, size_t size);
int remove_attribute(int fd, const char *name);

#endif
