#pragma once
struct Other {};

struct Second {};
