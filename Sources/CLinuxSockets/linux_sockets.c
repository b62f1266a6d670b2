#define _GNU_SOURCE
#include "linux_sockets.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/errqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <spawn.h>
#include <stddef.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <sys/socket.h>

/* linux/in.h has it and clashes with netinet/in.h. */
#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

int eq_prepare(int fd, int family, int hops) {
    int on = 1;
    if (family == AF_INET6) {
        if (setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on) != 0) return -1;
        return hops == 0 ? 0
                         : setsockopt(fd, IPPROTO_IPV6, IPV6_UNICAST_HOPS, &hops, sizeof hops);
    }
    if (setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on) != 0) return -1;
    return hops == 0 ? 0 : setsockopt(fd, IPPROTO_IP, IP_TTL, &hops, sizeof hops);
}

/* The sender's address lies behind the entry; it is AF_UNSPEC when the kernel does not know it. */
static void copy_sender(struct eq_entry *out, const struct sock_extended_err *error,
                        size_t available) {
    const struct sockaddr *sender = SO_EE_OFFENDER(error);
    if (available < sizeof *error + sizeof(struct sockaddr_in)) return;
    if (sender->sa_family == AF_INET) {
        memcpy(out->sender, &((const struct sockaddr_in *)sender)->sin_addr, 4);
    } else if (sender->sa_family == AF_INET6 &&
               available >= sizeof *error + sizeof(struct sockaddr_in6)) {
        memcpy(out->sender, &((const struct sockaddr_in6 *)sender)->sin6_addr, 16);
    } else {
        return;
    }
    out->family = (uint8_t)sender->sa_family;
}

int eq_read(int fd, struct eq_entry *out) {
    char packet[64];
    size_t length = sizeof packet;
    return eq_read_quoted(fd, out, packet, &length);
}

int eq_read_quoted(int fd, struct eq_entry *out, void *packet, size_t *length) {
    /* The kernel hands back the packet that failed as data; what failed is in a control message. */
    _Alignas(struct cmsghdr) char control[512];
    struct iovec data = {packet, *length};
    struct msghdr message = {
        .msg_iov = &data, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    ssize_t count;
    do {
        count = recvmsg(fd, &message, MSG_ERRQUEUE | MSG_DONTWAIT);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : -errno;

    *length = (size_t)count;
    memset(out, 0, sizeof *out);
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL;
         header = CMSG_NXTHDR(&message, header)) {
        int is_error = (header->cmsg_level == IPPROTO_IP && header->cmsg_type == IP_RECVERR) ||
                       (header->cmsg_level == IPPROTO_IPV6 && header->cmsg_type == IPV6_RECVERR);
        size_t available = header->cmsg_len - CMSG_LEN(0);
        if (!is_error || available < sizeof(struct sock_extended_err)) continue;
        const struct sock_extended_err *error = (const void *)CMSG_DATA(header);
        out->err = error->ee_errno;
        out->origin = error->ee_origin;
        out->type = error->ee_type;
        out->code = error->ee_code;
        out->info = error->ee_info;
        copy_sender(out, error, available);
    }
    return 1;
}

int tcp_retransmits(int fd) {
    struct tcp_info info;
    socklen_t length = sizeof info;
    if (getsockopt(fd, IPPROTO_TCP, TCP_INFO, &info, &length) != 0) return -1;
    if (length < offsetof(struct tcp_info, tcpi_total_retrans) + sizeof info.tcpi_total_retrans) {
        return -1;
    }
    return (int)info.tcpi_total_retrans;
}

int bind_without_port(int fd, const void *address, uint32_t length) {
    int on = 1;
    (void)setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on);
    return bind(fd, address, length);
}

const char *errno_name(int code) { return strerrorname_np(code); }

void name_thread(const char *name) { (void)prctl(PR_SET_NAME, name); }

int become_user(uint32_t uid, uint32_t gid) {
    if (syscall(SYS_setgroups, 0, NULL) != 0) return -1;
    if (syscall(SYS_setresgid, gid, gid, gid) != 0) return -1;
    return (int)syscall(SYS_setresuid, uid, uid, uid);
}

/* Neither call reports a failure: they return the user or group before, even where nothing changed. */
static uint32_t swap_user(uint32_t uid) { return (uint32_t)syscall(SYS_setfsuid, uid); }
static uint32_t swap_group(uint32_t gid) { return (uint32_t)syscall(SYS_setfsgid, gid); }

int socket_as(uint32_t uid, uint32_t gid, int family, int type) {
    uint32_t own_group = swap_group(gid);
    uint32_t own_user = swap_user(uid);
    /* An invalid id changes nothing and so tells the present one. */
    int is_other = swap_user((uint32_t)-1) == uid && swap_group((uint32_t)-1) == gid;
    int descriptor = is_other ? socket(family, type, 0) : -1;
    int code = is_other ? errno : EPERM;
    swap_user(own_user);
    swap_group(own_group);
    errno = code;
    return descriptor;
}

int pipe_uninherited(int ends[2]) { return pipe2(ends, O_CLOEXEC); }

int spawn_close_from(void *actions, int first) {
    return posix_spawn_file_actions_addclosefrom_np(actions, first);
}

int spawn_confine(void *actions, int first) {
    int failure = spawn_close_from(actions, first);
    return failure != 0 ? failure : posix_spawn_file_actions_addchdir_np(actions, "/");
}
