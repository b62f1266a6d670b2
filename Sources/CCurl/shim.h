/* libcurl's variadic functions with one type of argument each, since Swift cannot call the originals. */
#ifndef MXPROBE_CCURL_SHIM_H
#define MXPROBE_CCURL_SHIM_H

#include <curl/curl.h>

#endif
