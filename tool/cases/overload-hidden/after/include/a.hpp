#pragma once
namespace old { int f(long); namespace inner { int user(); } }
