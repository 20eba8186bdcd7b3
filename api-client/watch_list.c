/* A watch's list: page by page, each object handed on as its last byte arrives. */
#include "api-client/watch_parts.h"

#include <string.h>

enum { PAGE_SIZE = 500 };

static enum err on_element(void *user, const char *json, size_t len)
{
    struct watch *watch = user;
    struct err_info info;
    cJSON *object;
    enum err err = watch_parse(watch, json, len, false, &object, &info);
    watch->listed++;
    if (err)
        watch_lose(watch, "an object", &info);
    else
        watch->spec.on_object(watch->spec.user, CHANGE_LISTED, object);
    arena_reset(&watch->arena);
    return watch->stopped ? ERR_CANCELLED : ERR_OK;
}

static enum err on_data(void *user, const char *bytes, size_t len)
{
    struct watch *watch = user;
    watch_enter(watch);
    struct err_info info = {""};
    enum err err = split_feed(watch->split, bytes, len, &info);
    if (err && !watch->stopped)
        err_set(&watch->trouble, err, "%s", info.text);
    watch_leave(watch);
    return err;
}

/* What surrounds the elements: which list it is, where the next page is. */
static enum err read_envelope(struct watch *watch, struct err_info *info)
{
    size_t len;
    cJSON *list;
    const char *json = split_envelope(watch->split, &len);
    enum err err = json_parse(&watch->arena, json, len, &list, info);
    const char *kind = json_text_or_empty(list, "kind");
    if (!err && !str_ends(kind, "List") && !str_equal(kind, "Table"))
        err = err_set(info, ERR_PARSE, "the server answered %s with a %s, not with a list", watch->spec.path,
                      *kind ? kind : "JSON object without a kind");
    if (!err) {
        str_clear(&watch->version);
        str_add(&watch->version, json_text_or_empty(list, "metadata.resourceVersion"));
        str_clear(&watch->page);
        str_add(&watch->page, json_text_or_empty(list, "metadata.continue"));
        watch->remaining = json_int(list, "metadata.remainingItemCount", -1);
    }
    arena_reset(&watch->arena);
    return err;
}

static void page_complete(struct watch *watch, const struct response *response)
{
    struct err_info info = {""};
    enum err err = split_end(watch->split, &info);
    if (!err)
        err = read_envelope(watch, &info);
    if (err) {
        err_prefix(&info, err, "the list of %s: ", watch->spec.path);
        watch_failed(watch, STEP_LIST, err, response, &info);
    } else if (watch->page.len) {
        watch_begin(watch, STEP_PAGE);
    } else {
        watch_list_complete(watch);
    }
}

/* client-go's name for a version the server has not come to (it was set back): ask its store instead. */
static bool version_too_large(const struct err_info *info)
{
    return strstr(info->text, "Too large resource version") != NULL;
}

/*
 * Pages that outlived the server's memory (410) are asked for again in one piece, as client-go's pager does:
 * going on with what the server offers as an inconsistent rest would leave no version to watch from.
 */
static bool list_anew(struct watch *watch, enum err err, const struct err_info *info)
{
    bool in_pages = watch->step == STEP_PAGE;
    if ((err != ERR_GONE && !version_too_large(info)) || watch->consistent)
        return false;
    watch->consistent = true;
    watch->unpaged = watch->unpaged || in_pages;
    watch_begin(watch, STEP_LIST);
    return true;
}

static void on_head(void *user, const struct response *response)
{
    struct watch *watch = user;
    watch_enter(watch);
    if (response->status == 200 && watch->step == STEP_LIST)
        watch_list_is_coming(watch);
    else if (response->status == 200 && watch->state != WATCH_POLLING)
        watch_set_state(watch, WATCH_LISTING, ERR_OK, "");
    watch_leave(watch);
}

static void on_done(void *user, enum err err, const struct response *response, const struct err_info *info)
{
    struct watch *watch = user;
    struct err_info said = *info;
    watch->request = NULL;
    watch_enter(watch);
    if (err && watch->trouble.text[0])
        err_set(&said, err, "the list of %s: %s", watch->spec.path, watch->trouble.text);
    if (!err)
        page_complete(watch, response);
    else if (!list_anew(watch, err,
                        info)) /* a page can be asked for again: what is brought twice is the same */
        watch_failed(watch, err == ERR_PARSE ? STEP_LIST : watch->step, err, response, &said);
    watch_leave(watch);
}

static void add_version(const struct watch *watch, struct str *path)
{
    if (watch->spec.from_cache && !watch->consistent && !watch->version.len)
        str_add(path, "resourceVersion=0&");
}

static void add_page(const struct watch *watch, struct str *path)
{
    int size = watch->spec.page_size ? watch->spec.page_size : PAGE_SIZE;
    if (size > 0 && !watch->unpaged)
        str_addf(path, "limit=%d&", size);
    if (watch->step == STEP_PAGE) {
        str_add(path, "continue=");
        url_add_escaped(path, str_text(&watch->page));
    }
}

void watch_list_page(struct watch *watch)
{
    struct str path = {0};
    watch_add_path(watch, &path);
    if (watch->step == STEP_LIST)
        add_version(watch, &path);
    add_page(watch, &path);
    while (path.len && strchr("?&", path.data[path.len - 1]))
        str_cut(&path, path.len - 1);
    watch->trouble.text[0] = '\0';
    watch->split = split_new(SPLIT_ITEMS, JSON_OBJECT_CAP, on_element, watch);
    split_on_too_big(watch->split, watch_lose_big);
    watch->request = client_request(watch->client, &(struct request_spec){
                                                       .path = str_text(&path),
                                                       .accept = watch->spec.accept,
                                                       .on_head = on_head,
                                                       .on_data = on_data,
                                                       .on_done = on_done,
                                                       .user = watch,
                                                   });
    str_fini(&path);
}

void watch_list_begin(struct watch *watch)
{
    str_clear(&watch->page);
    watch_list_page(watch);
}
