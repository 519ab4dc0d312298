//! Where the reader looks at the map from: how large it is shown, and how far it is moved. Knows nothing of the browser.

use portolan_render::map::Rect;

/// Where the left upper corner of the map is shown, in the window's pixels, and how large a pixel of the map is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Camera {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) scale: f64,
}

/// Width and height.
pub(super) type Size = (f64, f64);

/// Smaller, texts cannot be read: the map is moved instead.
const READABLE: f64 = 0.5;
/// The map is not blown up more than this by itself.
const LARGEST_FIT: f64 = 1.25;
/// How far one can go in, and out.
const SCALES: (f64, f64) = (0.15, 4.0);
/// Windows narrower than this show the map in its whole height and scroll with the page.
const NARROW: f64 = 600.0;
/// Kept free around what is brought into sight.
const AROUND: f64 = 24.0;

/// Whether a window is narrow.
pub(super) fn is_narrow(window: Size) -> bool {
    window.0 < NARROW
}

impl Camera {
    /// The whole map in the window; as much as can be read where that is too small.
    pub(super) fn fit(map: Size, window: Size) -> Self {
        let scale = Self::whole(map, window).clamp(READABLE, LARGEST_FIT);
        let center = |window: f64, map: f64| ((window - map * scale) / 2.0).max(0.0);
        let y = if is_narrow(window) { 0.0 } else { center(window.1, map.1) };
        Self { x: center(window.0, map.0), y, scale }
    }

    /// How large a map can be so that all of it is in the window; on a narrow one, all of its width.
    pub(super) fn whole(map: Size, window: Size) -> f64 {
        let wide = window.0 / map.0.max(1.0);
        if is_narrow(window) { wide } else { wide.min(window.1 / map.1.max(1.0)) }
    }

    /// Larger or smaller by a factor, around a point of the window.
    pub(super) fn zoomed(self, factor: f64, at: (f64, f64)) -> Self {
        let scale = (self.scale * factor).clamp(SCALES.0, SCALES.1);
        let ratio = scale / self.scale;
        Self { x: at.0 - (at.0 - self.x) * ratio, y: at.1 - (at.1 - self.y) * ratio, scale }
    }

    /// Moved by so many pixels of the window.
    pub(super) fn moved(self, x: f64, y: f64) -> Self {
        Self { x: self.x + x, y: self.y + y, ..self }
    }

    /// Moved no further than the map's middle to the window's edge, so that it cannot be lost.
    pub(super) fn kept(self, map: Size, window: Size) -> Self {
        let keep = |at: f64, map: f64, window: f64| {
            at.clamp(-map * self.scale + window.min(80.0), (window - 80.0).max(0.0))
        };
        Self { x: keep(self.x, map.0, window.0), y: keep(self.y, map.1, window.1), ..self }
    }

    /// Moved just so far that something is in sight.
    pub(super) fn showing(self, rect: Rect, window: Size) -> Self {
        let shift = |at: f64, from: i32, length: i32, window: f64| {
            let start = at + f64::from(from) * self.scale;
            let end = start + f64::from(length) * self.scale;
            if start < AROUND {
                AROUND - start
            } else if end > window - AROUND {
                (window - AROUND - end).max(AROUND - start)
            } else {
                0.0
            }
        };
        self.moved(shift(self.x, rect.x, rect.width, window.0), shift(self.y, rect.y, rect.height, window.1))
    }

    /// As SVG writes it.
    pub(super) fn transform(self) -> String {
        format!("translate({:.2} {:.2}) scale({:.4})", self.x, self.y, self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_map_is_shown_whole_and_in_the_middle() {
        let camera = Camera::fit((500.0, 300.0), (1000.0, 900.0));
        assert_eq!(camera, Camera { x: 187.5, y: 262.5, scale: 1.25 });
    }

    #[test]
    fn a_large_map_stays_readable_and_starts_at_its_beginning() {
        let camera = Camera::fit((5000.0, 9000.0), (1000.0, 900.0));
        assert_eq!((camera.x, camera.y, camera.scale), (0.0, 0.0, READABLE));
        let phone = Camera::fit((500.0, 9000.0), (390.0, 600.0));
        assert_eq!((phone.y, phone.scale), (0.0, 0.78), "as wide as the window, however high it is");
    }

    #[test]
    fn zooming_leaves_the_point_under_the_pointer_where_it_is() {
        let before = Camera { x: 10.0, y: 20.0, scale: 1.0 };
        let after = before.zoomed(2.0, (110.0, 220.0));
        assert_eq!(after, Camera { x: -90.0, y: -180.0, scale: 2.0 });
        assert_eq!(before.zoomed(1000.0, (0.0, 0.0)).scale, SCALES.1);
    }

    #[test]
    fn what_is_out_of_sight_is_brought_in_and_what_is_in_sight_stays() {
        let camera = Camera { x: 0.0, y: 0.0, scale: 1.0 };
        let far = Rect { x: 900, y: 10, width: 50, height: 20 };
        let shown = camera.showing(far, (500.0, 400.0));
        assert_eq!((shown.x, shown.y), (-474.0, 14.0));
        assert_eq!(shown.showing(far, (500.0, 400.0)), shown);
    }

    #[test]
    fn the_map_cannot_be_lost() {
        let lost = Camera { x: 9999.0, y: -9999.0, scale: 1.0 }.kept((300.0, 200.0), (500.0, 400.0));
        assert_eq!((lost.x, lost.y), (420.0, -120.0));
    }
}
