// usage: epoll-client [-c CONCURRENCY] [-p PORT] [-t] < ADDRESSES
//
// The least that an SMTP probe can cost: one epoll loop, and per IPv4 address of stdin (one a line) one session: connect,
// greeting, EHLO, its reply, QUIT, its reply, close. With -t also STARTTLS, handshake without verification, and EHLO again.
// Replies are read to their last line and nothing is kept of them. Prints "sessions failures". One thread.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <unistd.h>

enum { EVENTS = 512, REPLY_BYTES = 4096 };

// What a session waits for.
enum step { CONNECT, GREETING, EHLO, STARTTLS, HANDSHAKE, EHLO_AGAIN, QUIT };

struct session {
    int fd;
    enum step step;
    SSL *tls;
    bool line_begins;  // the next byte is the first of a line
    unsigned column;
    char fourth;  // the byte after the line's code: '-' where more lines follow
};

static int poller, concurrency = 500, port = 25;
static bool with_tls;
static SSL_CTX *context;
static long begun, ended, failures;

static void die(const char *what) {
    perror(what);
    exit(1);
}

static void wait_for(struct session *s, int operation, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = s};
    if (epoll_ctl(poller, operation, s->fd, &event)) die("epoll_ctl");
}

// Ends a session, and frees what it held.
static void finish(struct session *s, bool is_good) {
    if (s->tls) SSL_free(s->tls);
    close(s->fd);
    s->fd = -1;
    ended++;
    if (!is_good) failures++;
}

// Begins a session with the next address; false when there is none.
static bool begin(struct session *s) {
    static char line[64];
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    do {
        if (!fgets(line, sizeof line, stdin)) return false;
        line[strcspn(line, "\n")] = 0;
    } while (inet_pton(AF_INET, line, &to.sin_addr) != 1);
    *s = (struct session){.fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), .line_begins = true};
    if (s->fd < 0) die("socket");
    begun++;
    if (with_tls) setsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    if (connect(s->fd, (struct sockaddr *)&to, sizeof to) && errno != EINPROGRESS) {
        finish(s, false);
        return begin(s);
    }
    // One registration for the whole session, edge-triggered: it is readable and writable by turns.
    wait_for(s, EPOLL_CTL_ADD, EPOLLIN | EPOLLOUT | EPOLLET);
    return true;
}

static bool send_text(struct session *s, const char *text) {
    int length = strlen(text);
    if (s->tls) return SSL_write(s->tls, text, length) == length;
    return send(s->fd, text, length, MSG_NOSIGNAL) == length;
}

// Whether these bytes end a reply. Lines begin with three digits and '-' where more follow.
static bool ends_reply(struct session *s, const char *bytes, int count) {
    bool is_end = false;
    for (int i = 0; i < count; i++) {
        if (s->line_begins) s->column = 0, s->fourth = ' ';
        s->line_begins = bytes[i] == '\n';
        if (++s->column == 4) s->fourth = bytes[i];
        if (s->line_begins && s->fourth != '-') is_end = true;
    }
    return is_end;
}

// Goes on after a whole reply; false at the session's end.
static bool advance(struct session *s) {
    switch (s->step) {
        case GREETING:
            s->step = EHLO;
            return send_text(s, "EHLO bench.test\r\n");
        case EHLO:
            s->step = with_tls ? STARTTLS : QUIT;
            return send_text(s, with_tls ? "STARTTLS\r\n" : "QUIT\r\n");
        case STARTTLS:
            s->step = HANDSHAKE;
            return (s->tls = SSL_new(context)) && SSL_set_fd(s->tls, s->fd);
        case EHLO_AGAIN:
            s->step = QUIT;
            return send_text(s, "QUIT\r\n");
        default: return false;
    }
}

// Goes on with the handshake; false when it failed.
static bool shake(struct session *s) {
    int result = SSL_connect(s->tls);
    if (result == 1) {
        s->step = EHLO_AGAIN;
        return send_text(s, "EHLO bench.test\r\n");
    }
    int error = SSL_get_error(s->tls, result);
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE;
}

// Reads what is there: the count, 0 when nothing is, -1 at the end.
static int receive(struct session *s, char *bytes) {
    if (s->tls) {
        int count = SSL_read(s->tls, bytes, REPLY_BYTES);
        if (count > 0) return count;
        return SSL_get_error(s->tls, count) == SSL_ERROR_WANT_READ ? 0 : -1;
    }
    ssize_t count = recv(s->fd, bytes, REPLY_BYTES, 0);
    if (count > 0) return count;
    return count < 0 && errno == EAGAIN ? 0 : -1;
}

// Takes a session as far as it goes without waiting.
static void work(struct session *s) {
    static char bytes[REPLY_BYTES];
    if (s->step == CONNECT) s->step = GREETING;
    for (;;) {
        if (s->step == HANDSHAKE) {
            if (!shake(s)) return finish(s, false);
            if (s->step == HANDSHAKE) return;
        }
        int count = receive(s, bytes);
        if (count == 0) return;
        if (count < 0) return finish(s, false);
        if (ends_reply(s, bytes, count)) {
            if (s->step == QUIT) return finish(s, true);
            if (!advance(s)) return finish(s, false);
        }
        // A read that did not fill the buffer emptied the socket; TLS may hold more.
        if (!s->tls && count < REPLY_BYTES) return;
    }
}

static void read_options(int argc, char **argv) {
    for (int option; (option = getopt(argc, argv, "c:p:t")) != -1;) switch (option) {
            case 'c': concurrency = atoi(optarg); break;
            case 'p': port = atoi(optarg); break;
            case 't': with_tls = true; break;
            default: exit(64);
        }
    if (concurrency < 1 || port < 1 || port > 65535) exit(64);
}

int main(int argc, char **argv) {
    read_options(argc, argv);
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit)) die("getrlimit");
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
    signal(SIGPIPE, SIG_IGN);
    poller = epoll_create1(EPOLL_CLOEXEC);
    if (with_tls && !(context = SSL_CTX_new(TLS_client_method()))) die("SSL_CTX_new");
    struct session *sessions = calloc(concurrency, sizeof *sessions);
    if (poller < 0 || !sessions) die("epoll-client");
    bool is_more = true;
    for (int i = 0; i < concurrency && is_more; i++) is_more = begin(&sessions[i]);
    struct epoll_event events[EVENTS];
    while (ended < begun) {
        int count = epoll_wait(poller, events, EVENTS, -1);
        for (int i = 0; i < count; i++) {
            struct session *s = events[i].data.ptr;
            if (events[i].events & EPOLLERR) finish(s, false);
            else work(s);
            if (s->fd < 0 && is_more) is_more = begin(s);
        }
    }
    printf("%ld %ld\n", ended, failures);
    return failures ? 1 : 0;
}
