// Where the phone says that it is. Asked for only when somebody presses something that needs it; compared on the
// server with the place and then forgotten.
export interface Fix { lon: number; lat: number; system: 'wgs84'; accuracy_m: number }

/** The phone's fix, or nothing if it is refused, not there, or takes longer than ten seconds. */
export function askFix(): Promise<Fix | null> {
  if (!('geolocation' in navigator)) return Promise.resolve(null)
  return new Promise((done) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => done({ lon: coords.longitude, lat: coords.latitude, system: 'wgs84', accuracy_m: coords.accuracy }),
      () => done(null),
      { enableHighAccuracy: true, timeout: 10_000, maximumAge: 0 },
    )
  })
}
