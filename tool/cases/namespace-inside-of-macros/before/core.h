#pragma once
#define FMT_BEGIN_NAMESPACE namespace fmt { inline namespace v9 {
#define FMT_END_NAMESPACE } }
#define FMT_BEGIN_DETAIL_NAMESPACE namespace detail {
#define FMT_END_DETAIL_NAMESPACE }
FMT_BEGIN_NAMESPACE
inline int base() { return 0; }
FMT_END_NAMESPACE
