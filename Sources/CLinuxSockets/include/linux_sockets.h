/* System calls and macros of Linux that Swift cannot import. */
#ifndef LINUX_SOCKETS_H
#define LINUX_SOCKETS_H
#include <sys/epoll.h>
#include <sys/eventfd.h>
#endif
