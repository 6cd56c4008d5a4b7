import type { Notice } from "./notice.ts";

/**
 * schema.org ParcelDelivery for mail programs that show parcels by themselves. It never holds the
 * code. `<` is escaped, so that no name can end the script element it stands in.
 */
export function parcelDeliveryJson(notice: Notice): string {
  const { place, pickupDeadline } = notice;
  return JSON.stringify({
    "@context": "http://schema.org",
    "@type": "ParcelDelivery",
    deliveryAddress: {
      "@type": "PostalAddress",
      name: `${place.siteName}, ${place.lockerName}`,
      streetAddress: place.street,
      postalCode: place.postcode,
      addressLocality: place.city,
      addressCountry: place.country,
    },
    trackingNumber: notice.trackingNumber,
    trackingUrl: notice.linkUrl,
    hasDeliveryMethod: "http://purl.org/goodrelations/v1#DeliveryModePickUp",
    ...(pickupDeadline === null ? {} : { expectedArrivalUntil: pickupDeadline.toString() }),
    partOfOrder: {
      "@type": "Order",
      orderNumber: notice.reference,
      merchant: { "@type": "Organization", name: notice.shopName },
    },
  }).replaceAll("<", "\\u003c");
}
