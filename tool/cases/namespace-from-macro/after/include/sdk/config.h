#pragma once

#define SDK_BEGIN namespace sdk {
#define SDK_END }
