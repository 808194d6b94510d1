#pragma once
struct Other {};