/* System calls and macros of Linux that Swift cannot import.
 *
 * Every function returns what the system call would, and sets errno; none of them allocates,
 * prints or keeps state. */
#ifndef LINUX_SOCKETS_H
#define LINUX_SOCKETS_H

#include <malloc.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

/* One entry of a socket's error queue (struct sock_extended_err, ip(7)). */
struct eq_entry {
    uint32_t err;       /* the errno that the entry stands for */
    uint8_t origin;     /* EQ_ORIGIN_... : who made the entry */
    uint8_t type;       /* ICMP type, where the origin is ICMP */
    uint8_t code;       /* ICMP code */
    uint8_t family;     /* AF_INET or AF_INET6 of the sender; 0 when it is unknown */
    uint32_t info;      /* the path MTU, for "fragmentation needed" and "packet too big" */
    uint8_t sender[16]; /* the sender's address in network order, 4 or 16 bytes used */
};

/* The values of eq_entry.origin that matter (linux/errqueue.h). */
enum {
    EQ_ORIGIN_LOCAL = 1, /* this kernel itself */
    EQ_ORIGIN_ICMP = 2,  /* an ICMP packet */
    EQ_ORIGIN_ICMP6 = 3, /* an ICMPv6 packet */
};

/* Makes ICMP errors arrive in the error queue of a TCP socket, from its first SYN on, and fail a
 * connect at once (Linux 5.8 and later). `hops` limits how far packets travel, for a path trace;
 * 0 leaves the system's default. Returns 0, or -1 with errno. */
int eq_prepare(int fd, int family, int hops);

/* Takes one entry off the error queue. Returns 1, 0 when the queue is empty, or -errno. */
int eq_read(int fd, struct eq_entry *out);

/* The same, with the beginning of what was sent and failed, as far as the error quotes it: of a UDP
 * socket the datagram's data. `length` says how much room there is, and then how much was filled. */
int eq_read_quoted(int fd, struct eq_entry *out, void *packet, size_t *length);

/* How many segments a TCP socket has sent again (tcpi_total_retrans): before the handshake these
 * are SYNs. Returns -1 where the kernel does not tell. */
int tcp_retransmits(int fd);

/* Binds to an address without taking a port yet, so that connects to different peers can share
 * local ports (IP_BIND_ADDRESS_NO_PORT); the flag is left out where the kernel lacks it. */
int bind_without_port(int fd, const void *address, uint32_t length);

/* The symbolic name of an errno, such as "ETIMEDOUT"; NULL when there is none. */
const char *errno_name(int code);

/* Names the calling thread, as `ps -L` shows it; what is beyond 15 bytes is cut off. */
void name_thread(const char *name);

/* Makes the calling thread alone another user, without supplementary groups. The C library's
 * functions would change every thread; these system calls change one, for good. Returns 0, or -1
 * with errno. */
int become_user(uint32_t uid, uint32_t gid);

/* Opens a socket as `socket` does, in the name of another user: packet filters go by who opened it. The
 * calling thread alone is that user to the file system for a moment, and itself again on return.
 * Returns a descriptor, or -1 with errno; EPERM where this thread may not take on the user. */
int socket_as(uint32_t uid, uint32_t gid, int family, int type);

/* Makes a pipe, its reading end first, that no program started meanwhile inherits (pipe2 with
 * O_CLOEXEC). Returns 0, or -1 with errno. */
int pipe_uninherited(int ends[2]);

/* Adds to what posix_spawn does in a child: descriptors from `first` on are closed, and the working
 * directory becomes /. `actions` is a posix_spawn_file_actions_t. Returns 0, or an errno. */
int spawn_confine(void *actions, int first);

/* The same without the change of the working directory. */
int spawn_close_from(void *actions, int first);

#endif
