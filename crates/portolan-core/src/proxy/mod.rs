//! The rules that kube-proxy writes: one plan, a back end a mode.
