/*
 * Errors: one list, and a sentence beside the number.
 *
 * A function that can fail returns enum err and writes its result through its last parameters. The struct
 * err_info is the caller's; it holds what was tried, what answered and what to do, in words for the user.
 * Nothing below cli/ prints.
 */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#define ERR_LIST(X)                                               \
    X(OK, "no error")                                             \
    X(SYSTEM, "the system refused")                               \
    X(USAGE, "wrong words on the command line")                   \
    X(CONFIG, "the configuration cannot be used")                 \
    X(CREDENTIALS, "no usable credentials")                       \
    X(CONNECT, "the server cannot be reached")                    \
    X(TLS, "the server's certificate is not trusted")             \
    X(TIMEOUT, "no answer in time")                               \
    X(CUT, "the connection was cut")                              \
    X(UNAUTHORIZED, "the server does not accept the credentials") \
    X(FORBIDDEN, "not allowed")                                   \
    X(NOT_FOUND, "not found")                                     \
    X(CONFLICT, "changed meanwhile")                              \
    X(GONE, "too old a resourceVersion")                          \
    X(BUSY, "the server asks to wait")                            \
    X(SERVER, "the server answered with an error")                \
    X(PARSE, "not what was expected")                             \
    X(TOO_BIG, "too big")                                         \
    X(CANCELLED, "given up")                                      \
    X(EXIT, "the remote command failed")

enum err {
#define X(name, words) ERR_##name,
    ERR_LIST(X)
#undef X
        ERR_COUNT
};

struct err_info {
    char text[1024];
};

/* The list's words for a number; never NULL. */
const char *err_words(enum err err);

/*
 * Writes the sentence (cut to fit, control bytes replaced) and returns err, so that `return err_set(...)`
 * works. info may be NULL.
 */
enum err err_set(struct err_info *info, enum err err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Puts words in front of the sentence that is there: "reading FILE: " + what was said. Returns err. */
enum err err_prefix(struct err_info *info, enum err err, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
