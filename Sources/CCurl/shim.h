/* libcurl's variadic functions with one type of argument each, since Swift cannot call the originals. */
#ifndef MXPROBE_CCURL_SHIM_H
#define MXPROBE_CCURL_SHIM_H

#include <curl/curl.h>

/* What libcurl calls with bytes that have come: the body, or one line of the header. */
typedef size_t (*ccurl_bytes_callback)(char *_Nullable bytes, size_t size, size_t count,
                                       void *_Nullable context);

static inline CURLcode ccurl_set_long(CURL *_Nonnull handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *_Nonnull handle, CURLoption option,
                                        curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}

/* libcurl copies the text. */
static inline CURLcode ccurl_set_text(CURL *_Nonnull handle, CURLoption option,
                                      const char *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *_Nonnull handle, CURLoption option,
                                         const void *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *_Nonnull handle, CURLoption option,
                                      struct curl_slist *_Nullable value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_set_callback(CURL *_Nonnull handle, CURLoption option,
                                          ccurl_bytes_callback _Nonnull value) {
    return curl_easy_setopt(handle, option, value);
}

static inline CURLcode ccurl_get_long(CURL *_Nonnull handle, CURLINFO info, long *_Nonnull value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLcode ccurl_get_offset(CURL *_Nonnull handle, CURLINFO info,
                                        curl_off_t *_Nonnull value) {
    return curl_easy_getinfo(handle, info, value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *_Nonnull multi, CURLMoption option,
                                             long value) {
    return curl_multi_setopt(multi, option, value);
}

/* How a transfer ended; the member of a union that Swift cannot read. */
static inline CURLcode ccurl_result(const CURLMsg *_Nonnull message) {
    return message->data.result;
}

/* A macro with a cast. */
static inline CURLcode ccurl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
