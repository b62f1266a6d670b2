// usage: tls-sink SESSIONS CERTIFICATE KEY
//
// A mail server for port 25 of all addresses that takes no mail: it greets as mx.bench.test, offers STARTTLS, and answers
// EHLO, STARTTLS and QUIT. One epoll loop, one thread: the least that a server of STARTTLS can cost. Ends by a signal.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <unistd.h>

enum { EVENTS = 512, LINE_BYTES = 1024, PORT = 25 };

struct session {
    int fd;
    SSL *tls;
    bool is_shaken;
    int length;
    char line[LINE_BYTES];
};

static SSL_CTX *context;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void finish(struct session *s) {
    if (s->tls) SSL_free(s->tls);
    close(s->fd);
    free(s);
}

static bool answer(struct session *s, const char *text) {
    int length = strlen(text);
    if (s->tls) return SSL_write(s->tls, text, length) == length;
    return send(s->fd, text, length, MSG_NOSIGNAL) == length;
}

// Answers a command; false at the session's end.
static bool command(struct session *s, const char *line) {
    if (!strncasecmp(line, "EHLO", 4))
        return answer(s, s->tls ? "250-mx.bench.test\r\n250-PIPELINING\r\n250 8BITMIME\r\n"
                                : "250-mx.bench.test\r\n250-PIPELINING\r\n250-STARTTLS\r\n250 8BITMIME\r\n");
    if (!strncasecmp(line, "STARTTLS", 8) && !s->tls) {
        if (!answer(s, "220 go ahead\r\n")) return false;
        // What was sent before the handshake must not be taken for what came after it.
        s->length = 0;
        return (s->tls = SSL_new(context)) && SSL_set_fd(s->tls, s->fd);
    }
    if (!strncasecmp(line, "QUIT", 4)) {
        answer(s, "221 bye\r\n");
        if (s->tls) SSL_shutdown(s->tls);
        return false;
    }
    return answer(s, "502 no\r\n");
}

// Answers every whole line that is there.
static bool serve_lines(struct session *s) {
    for (char *end; (end = memchr(s->line, '\n', s->length));) {
        int used = end + 1 - s->line;
        *end = 0;
        if (!command(s, s->line)) return false;
        if (!s->length) return true;
        memmove(s->line, end + 1, s->length -= used);
    }
    return s->length < LINE_BYTES;
}

// Takes a session as far as it goes without waiting; false at its end.
static bool work(struct session *s) {
    for (;;) {
        if (s->tls && !s->is_shaken) {
            int result = SSL_accept(s->tls);
            if (result != 1) return SSL_get_error(s->tls, result) == SSL_ERROR_WANT_READ;
            s->is_shaken = true;
        }
        char *room = s->line + s->length;
        int size = LINE_BYTES - s->length;
        int count = s->tls ? SSL_read(s->tls, room, size) : recv(s->fd, room, size, 0);
        if (count <= 0) return s->tls ? SSL_get_error(s->tls, count) == SSL_ERROR_WANT_READ : count < 0;
        s->length += count;
        if (!serve_lines(s)) return false;
    }
}

static int listen_here(int backlog) {
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(PORT)};
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
    if (bind(fd, (struct sockaddr *)&here, sizeof here) || listen(fd, backlog)) die("listen");
    return fd;
}

static void greet_new(int poller, int listener) {
    for (int fd; (fd = accept4(listener, 0, 0, SOCK_NONBLOCK)) >= 0;) {
        struct session *s = calloc(1, sizeof *s);
        if (!s) die("calloc");
        s->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = s};
        if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event)) die("epoll_ctl");
        if (!answer(s, "220 mx.bench.test ESMTP\r\n")) finish(s);
    }
}

int main(int argc, char **argv) {
    if (argc != 4) return 64;
    signal(SIGPIPE, SIG_IGN);
    context = SSL_CTX_new(TLS_server_method());
    if (!context || SSL_CTX_use_certificate_chain_file(context, argv[2]) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, argv[3], SSL_FILETYPE_PEM) != 1) {
        fprintf(stderr, "tls-sink: cannot use %s and %s\n", argv[2], argv[3]);
        return 1;
    }
    int poller = epoll_create1(0), listener = listen_here(atoi(argv[1]));
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
    if (epoll_ctl(poller, EPOLL_CTL_ADD, listener, &event)) die("epoll_ctl");
    for (;;) {
        int count = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct session *s = events[i].data.ptr;
            if (!s) greet_new(poller, listener);
            else if (!work(s)) finish(s);
        }
    }
}
