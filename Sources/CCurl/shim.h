#ifndef ARRIVED_CCURL_SHIM_H
#define ARRIVED_CCURL_SHIM_H

#include <curl/curl.h>

#endif
