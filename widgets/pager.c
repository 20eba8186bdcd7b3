/* A text to read. */
#include "widgets/pager.h"

#include "base/utf8.h"

#include <ctype.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* A match is highlighted if it ends within so many bytes after what is seen; no field's name is longer than
 * KEY_MOST. Both so that a line of megabytes costs no more than one of a screen's width. */
enum { SCROLL_STEP = 8, MATCH_BEYOND = 512, KEY_MOST = 512 };

void pager_init(struct pager *p)
{
    *p = (struct pager){.height = 1};
}

bool pager_search_clear(struct pager *p)
{
    if (!p->searching)
        return false;
    regfree(&p->regex);
    p->searching = false;
    return true;
}

void pager_fini(struct pager *p)
{
    pager_search_clear(p);
    str_fini(&p->text);
    free(p->lines.data);
}

static void find_lines(struct pager *p)
{
    p->lines.len = 0;
    for (size_t at = 0; at < p->text.len;) {
        const char *end = memchr(p->text.data + at, '\n', p->text.len - at);
        *vec_push(&p->lines) = at;
        at = end ? (size_t)(end - p->text.data) + 1 : p->text.len;
    }
}

static size_t last_top(const struct pager *p)
{
    size_t height = (size_t)p->height;
    if (p->wrap)
        return p->lines.len ? p->lines.len - 1 : 0;
    return p->lines.len > height ? p->lines.len - height : 0;
}

void pager_set_text(struct pager *p, const char *text, size_t len)
{
    struct str copy = {0};
    str_add_bytes(&copy, text, len);
    str_fini(&p->text);
    p->text = copy;
    find_lines(p);
    if (p->top > last_top(p))
        p->top = last_top(p);
}

void pager_home(struct pager *p)
{
    p->top = 0;
    p->left = 0;
}

void pager_move(struct pager *p, enum pager_move move)
{
    long page = p->height > 1 ? p->height - 1 : 1, to;
    const long steps[] = {[PAGER_UP] = -1,
                          [PAGER_DOWN] = 1,
                          [PAGER_PAGE_UP] = -page,
                          [PAGER_PAGE_DOWN] = page,
                          [PAGER_HALF_UP] = -page / 2,
                          [PAGER_HALF_DOWN] = page / 2,
                          [PAGER_HOME] = -2000000000L,
                          [PAGER_END] = 2000000000L};
    if (move == PAGER_LEFT) {
        p->left = p->left > SCROLL_STEP ? p->left - SCROLL_STEP : 0;
    } else if (move == PAGER_RIGHT) {
        p->left += SCROLL_STEP;
    } else {
        to = (long)p->top + steps[move];
        p->top = to < 0 ? 0 : to > (long)last_top(p) ? last_top(p) : (size_t)to;
    }
}

static size_t line_length(const struct pager *p, size_t line)
{
    size_t end = line + 1 < p->lines.len ? p->lines.data[line + 1] : p->text.len;
    size_t len = end - p->lines.data[line];
    return len && p->text.data[end - 1] == '\n' ? len - 1 : len;
}

/* Where the search matches in a line between two of its bytes. */
static bool match_in(const struct pager *p, size_t line, size_t from, size_t to, regmatch_t *match)
{
    size_t len = line_length(p, line);
    if (from > len)
        return false;
    to = to < len ? to : len;
    match->rm_so = (regoff_t)from;
    match->rm_eo = (regoff_t)to;
    return regexec(&p->regex, p->text.data + p->lines.data[line], 1, match,
                   REG_STARTEND | (to < len ? REG_NOTEOL : 0)) == 0;
}

static bool go_to_match(struct pager *p, size_t from, bool forward)
{
    regmatch_t match;
    for (size_t i = 0; i < p->lines.len; i++) {
        size_t line = (forward ? from + i : from + p->lines.len - i) % p->lines.len;
        if (match_in(p, line, 0, SIZE_MAX, &match)) {
            p->found = line;
            p->top = line > last_top(p) && !p->wrap ? last_top(p) : line;
            return true;
        }
    }
    return false;
}

static bool has_capital(const char *text)
{
    for (; *text; text++)
        if (isupper((unsigned char)*text))
            return true;
    return false;
}

bool pager_search(struct pager *p, const char *pattern, struct str *problem)
{
    pager_search_clear(p);
    if (!*pattern)
        return true;
    int error = regcomp(&p->regex, pattern, REG_EXTENDED | (has_capital(pattern) ? 0 : REG_ICASE));
    if (error) {
        char words[128];
        regerror(error, &p->regex, words, sizeof(words));
        str_add(problem, words);
        return false;
    }
    p->searching = true;
    if (p->lines.len && !go_to_match(p, p->top, true))
        str_addf(problem, "\"%s\" is nowhere in this text", pattern);
    return true;
}

bool pager_search_next(struct pager *p, bool forward)
{
    if (!p->searching || !p->lines.len)
        return false;
    /* On the last page the line that was found is not the first of the screen: go on from it all the same. */
    bool seen = p->found >= p->top && p->found < p->top + (size_t)p->height;
    size_t from = seen ? p->found : p->top;
    return go_to_match(p, forward ? from + 1 : from + p->lines.len - 1, forward);
}

void pager_add_position(const struct pager *p, struct str *text)
{
    size_t last = p->top + (size_t)p->height;
    if (p->lines.len)
        str_addf(text, "%zu-%zu of %zu", p->top + 1, last < p->lines.len ? last : p->lines.len, p->lines.len);
}

/* "Name:   value": the part before the first colon is a field's name, in describe and in YAML. */
static size_t key_length(const char *line, size_t len)
{
    size_t i = 0;
    len = len < KEY_MOST ? len : KEY_MOST;
    while (i < len && (line[i] == ' ' || line[i] == '-'))
        i++;
    while (i < len && (isalnum((unsigned char)line[i]) || strchr("_-./ ()", line[i])))
        i++;
    return i < len && line[i] == ':' && (i + 1 == len || line[i + 1] == ' ' || line[i + 1] == '\t') ? i + 1
                                                                                                    : 0;
}

/* Draws bytes [from, from+len) of a line in their roles: key, match, text. */
static void draw_piece(const struct pager *p, size_t line, size_t from, size_t len, int y, int x, int w)
{
    const char *text = p->text.data + p->lines.data[line];
    size_t key = key_length(text, line_length(p, line)), end = from + len;
    regmatch_t match = {0, 0};
    for (size_t at = from; at < end && w > 0;) {
        bool found =
            p->searching && match_in(p, line, at, end + MATCH_BEYOND, &match) && match.rm_eo > match.rm_so;
        size_t stop = at < key && key < end ? key : end;
        enum theme_role role = at < key ? ROLE_KEY : ROLE_TEXT;
        if (found && (size_t)match.rm_so <= at) {
            stop = (size_t)match.rm_eo < end ? (size_t)match.rm_eo : end;
            role = ROLE_MATCH;
        } else if (found && (size_t)match.rm_so < stop) {
            stop = (size_t)match.rm_so;
        }
        int used = draw_text_n(y, x, w, role, text + at, stop - at);
        x += used;
        w -= used;
        at = stop;
    }
}

/* One line of the text over as many of the screen as it needs; returns how many. */
static int draw_wrapped(const struct pager *p, size_t line, struct rect place, int at)
{
    const char *text = p->text.data + p->lines.data[line];
    size_t len = line_length(p, line), from = 0;
    int used = 0;
    do {
        size_t n = utf8_fit(text + from, len - from, (size_t)place.w, NULL);
        if (!n && from < len)
            n = len - from;
        draw_piece(p, line, from, n, place.y + at + used, place.x, place.w);
        from += n;
        used++;
    } while (from < len && at + used < place.h);
    return used;
}

void pager_draw(struct pager *p, struct rect place, bool focused)
{
    (void)focused;
    p->height = place.h > 0 ? place.h : 1;
    if (p->top > last_top(p))
        p->top = last_top(p);
    draw_fill(place, ROLE_TEXT);
    int at = 0;
    for (size_t line = p->top; line < p->lines.len && at < place.h; line++) {
        if (p->wrap) {
            at += draw_wrapped(p, line, place, at);
            continue;
        }
        const char *text = p->text.data + p->lines.data[line];
        size_t len = line_length(p, line), skip = utf8_fit(text, len, (size_t)p->left, NULL);
        size_t seen = utf8_fit(text + skip, len - skip, (size_t)place.w, NULL);
        draw_piece(p, line, skip, seen, place.y + at++, place.x, place.w);
    }
}
