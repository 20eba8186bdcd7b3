/* Reading what get was asked for: pages of lists, or one object, its elements as their bytes come. */
#include "base/utf8.h"
#include "cli/complain.h"
#include "cli/get.h"

#include <stdlib.h>
#include <string.h>

struct page_reader {
    struct get *get;
    const struct get_reader *reader;
    struct split *split;
    struct str whole; /* an object by itself */
    struct err_info info;
    struct str next; /* the continue token, "" at the end */
};

const char *get_namespace(const struct get *get, const struct get_target *target)
{
    return target->kind.namespaced && !get->all_namespaces ? get->session->namespace_ : NULL;
}

static void add_query(struct str *path, const char *name, const char *value)
{
    str_addf(path, "%c%s=", strchr(str_text(path), '?') ? '&' : '?', name);
    url_add_escaped(path, value);
}

void get_add_path(const struct get *get, const struct get_target *target, const char *more, struct str *path)
{
    kind_add_path(path, &target->kind, get_namespace(get, target), target->name);
    if (get->selector)
        add_query(path, "labelSelector", get->selector);
    if (get->field_selector)
        add_query(path, "fieldSelector", get->field_selector);
    if (more && *more)
        str_addf(path, "%c%s", strchr(str_text(path), '?') ? '&' : '?', more);
}

void get_add_error(struct get *get, enum err err, const struct str *body, const struct err_info *info)
{
    complain_answer_text(&get->errors, err, str_text(body), body->len, info);
    str_add_char(&get->errors, '\n');
}

int get_say_errors(struct get *get)
{
    if (!get->errors.len)
        return 0;
    fflush(stdout);
    fputs(str_text(&get->errors), stderr);
    return 1;
}

/* What the server warns of is said once: pages repeat it. */
static void on_head(void *user, const struct response *response)
{
    struct page_reader *page = user;
    struct str safe = {0};
    if (!*response->warning || str_equal(response->warning, str_text(&page->get->warning)))
        return;
    str_clear(&page->get->warning);
    str_add(&page->get->warning, response->warning);
    utf8_add_safe(&safe, response->warning, strlen(response->warning), 0);
    fprintf(stderr, "Warning: %s\n", str_text(&safe));
    str_fini(&safe);
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct page_reader *page = user;
    if (ferror(stdout))
        return ERR_CANCELLED; /* nobody reads it any more */
    if (page->split)
        return split_feed(page->split, bytes, len, &page->info);
    if (page->whole.len + len > JSON_OBJECT_CAP)
        return err_set(&page->info, ERR_TOO_BIG, "the object is over %zu bytes", JSON_OBJECT_CAP);
    str_add_bytes(&page->whole, bytes, len);
    return ERR_OK;
}

/* The envelope: where the next page begins, and what the caller wants of it. */
static enum err end_page(struct page_reader *page)
{
    struct arena arena;
    cJSON *envelope = NULL;
    size_t len;
    enum err err = split_end(page->split, &page->info);
    arena_init(&arena, JSON_OBJECT_CAP);
    const char *text = split_envelope(page->split, &len);
    if (err == ERR_OK)
        err = json_parse(&arena, text, len, &envelope, &page->info);
    str_clear(&page->next);
    if (err == ERR_OK) {
        str_add(&page->next, json_text_or_empty(envelope, "metadata.continue"));
        if (page->reader->on_page)
            page->reader->on_page(page->reader->user, envelope);
    }
    arena_fini(&arena);
    return err;
}

static enum err end_whole(struct page_reader *page)
{
    str_clear(&page->next);
    return page->reader->on_element(page->reader->user, str_text(&page->whole), page->whole.len);
}

/* One request. What went wrong is kept; *missing: there is no such object, and that is all right. */
static bool read_page(struct page_reader *page, const char *path, bool *missing)
{
    struct str body = {0};
    struct err_info info = {""};
    int status = 0;
    const struct get_reader *reader = page->reader;
    page->split =
        reader->whole ? NULL : split_new(SPLIT_ITEMS, JSON_OBJECT_CAP, reader->on_element, reader->user);
    enum err err = client_fetch(
        page->get->session->client,
        &(struct request_spec){
            .path = path, .accept = reader->accept, .on_head = on_head, .on_data = on_data, .user = page},
        &body, &status, &info);
    if (err == ERR_OK)
        err = page->split ? end_page(page) : end_whole(page);
    split_free(page->split);
    *missing = status == 404 && page->get->ignore_not_found;
    if (err != ERR_OK && !*missing && !ferror(stdout))
        get_add_error(page->get, err, &body, *page->info.text ? &page->info : &info);
    str_fini(&body);
    return err == ERR_OK;
}

bool get_read(struct get *get, const struct get_target *target, const struct get_reader *reader)
{
    struct page_reader page = {.get = get, .reader = reader};
    struct str more = {0}, path = {0};
    bool good, missing = false;
    do {
        str_clear(&more);
        str_clear(&path);
        if (get->sort && reader->accept && strstr(reader->accept, "Table"))
            str_add(&more, "includeObject=Object");
        if (!target->name && get->chunk > 0 && !get->sort)
            str_addf(&more, "%slimit=%lld", more.len ? "&" : "", (long long)get->chunk);
        get_add_path(get, target, str_text(&more), &path);
        if (page.next.len)
            add_query(&path, "continue", str_text(&page.next));
        good = read_page(&page, str_text(&path), &missing);
    } while (good && page.next.len);
    str_fini(&more);
    str_fini(&path);
    str_fini(&page.whole);
    str_fini(&page.next);
    return good;
}
