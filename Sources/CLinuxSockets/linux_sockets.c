#include "linux_sockets.h"
