#pragma once
struct First {};
struct Second {};